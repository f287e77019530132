import type { Transport } from "@codemirror/lsp-client";
import module from "../../../target/wasm/pkg/web/acrlint_bg.wasm?url";

/** Starts the server in a worker. `failed` is called when it cannot start, or stops. */
export function connect(failed: (reason: string) => void): Transport {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "acrlint" });
  const handlers = new Set<(message: string) => void>();
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    for (const handler of handlers) handler(data);
  };
  worker.onerror = (event) => failed(event.message || "it could not be loaded");
  compile(module).then(
    (compiled) => worker.postMessage(compiled),
    (error: unknown) => failed(String(error)),
  );
  // what is said in one breath, a change and the question after its findings, goes in one message
  let breath: string[] = [];
  const send = (message: string) => {
    if (breath.push(message) > 1) return;
    queueMicrotask(() => {
      worker.postMessage(breath);
      breath = [];
    });
  };
  return {
    send,
    subscribe: (handler) => handlers.add(handler),
    unsubscribe: (handler) => handlers.delete(handler),
  };
}

/** The page compiles the module, so that its content security policy covers the only fetch there is. */
async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  // a host may serve the module as something else than application/wasm
  const named = response.headers.get("content-type")?.startsWith("application/wasm");
  return named ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
