// The language server, in a worker: some messages in, some messages out. It opens no connection.
import { initSync, Server } from "acrlint-wasm";

const waiting: string[] = [];
let server: Server | undefined;

self.onmessage = ({ data }: MessageEvent<WebAssembly.Module | string[]>) => {
  if (data instanceof WebAssembly.Module) {
    initSync({ module: data });
    server = new Server((message) => self.postMessage(message));
  } else {
    waiting.push(...data);
  }
  if (server) for (const message of waiting.splice(0)) server.receive(message);
};
