// The server of the WebAssembly package on standard input and output: `node stdio.cjs <folder of the package>`.
"use strict";
const { Server } = require(process.argv[2]);

const server = new Server((message) => {
  process.stdout.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
});

let buffer = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = /content-length:\s*(\d+)/i.exec(buffer.toString("utf8", 0, end));
    if (!length) throw new Error("a message without its length");
    const whole = end + 4 + Number(length[1]);
    if (buffer.length < whole) return;
    const message = buffer.toString("utf8", end + 4, whole);
    buffer = buffer.subarray(whole);
    server.receive(message);
    if (JSON.parse(message).method === "exit") process.stdin.destroy();
  }
});
