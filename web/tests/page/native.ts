// The server of the command line on its standard input and output.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

export class NativeServer {
  private readonly process: ChildProcessWithoutNullStreams;
  private buffer = Buffer.alloc(0);
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private next = 0;

  constructor(program: string) {
    this.process = spawn(program, ["lsp"]);
    this.process.stdout.on("data", (data: Buffer) => {
      this.buffer = Buffer.concat([this.buffer, data]);
      while (this.take());
    });
  }

  notify(method: string, params: object): void {
    this.send({ method, params });
  }

  request<T>(method: string, params: object): Promise<T> {
    const id = ++this.next;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    this.send({ id, method, params });
    return answer as Promise<T>;
  }

  stop(): void {
    this.process.kill();
  }

  private send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  private take(): boolean {
    const head = this.buffer.indexOf("\r\n\r\n");
    if (head < 0) return false;
    const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString("latin1", 0, head))?.[1]);
    if (this.buffer.length < head + 4 + length) return false;
    const message = JSON.parse(this.buffer.toString("utf8", head + 4, head + 4 + length));
    this.buffer = this.buffer.subarray(head + 4 + length);
    this.waiting.get(message.id)?.(message.result);
    this.waiting.delete(message.id);
    return true;
  }
}
