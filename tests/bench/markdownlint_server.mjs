// markdownlint behind the least server that speaks the protocol: node markdownlint_server.mjs PROGRAM, where PROGRAM is
// one that comes with the library. It publishes what the library finds as soon as a text arrives.

import { realpathSync } from "node:fs";
import { createRequire } from "node:module";

const { lint } = await import(createRequire(realpathSync(process.argv[2])).resolve("markdownlint/sync"));

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function diagnostic({ lineNumber, errorRange, ruleNames, ruleDescription }) {
  const [start, length] = errorRange ?? [1, 0];
  const [line, character] = [lineNumber - 1, start - 1];
  const range = { start: { line, character }, end: { line, character: character + length } };
  return { range, code: ruleNames[0], message: ruleDescription, source: "markdownlint" };
}

function receive({ id, method, params }) {
  if (method === "initialize") send({ id, result: { capabilities: { textDocumentSync: 1 } } });
  if (!/^textDocument\/did(Open|Change)$/.test(method)) return;
  const { uri, version, text = params.contentChanges?.[0].text } = params.textDocument;
  const diagnostics = lint({ strings: { [uri]: text } })[uri].map(diagnostic);
  send({ method: "textDocument/publishDiagnostics", params: { uri, version, diagnostics } });
}

let waiting = Buffer.alloc(0);
process.stdin.on("data", (data) => {
  waiting = Buffer.concat([waiting, data]);
  for (;;) {
    const header = waiting.indexOf("\r\n\r\n");
    const start = header + 4;
    const end = start + Number(/Content-Length: (\d+)/.exec(waiting.subarray(0, start).toString())?.[1]);
    if (header < 0 || waiting.length < end) return;
    const message = JSON.parse(waiting.subarray(start, end).toString());
    waiting = waiting.subarray(end);
    receive(message);
  }
});
