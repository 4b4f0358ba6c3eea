import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { MAX_REQUEST_BYTES, readRequest } from "../../../src/domain/helper/protocol.ts";
import { HOST } from "../../support/helper_fixtures.ts";

function read(text: string): ReturnType<typeof readRequest> {
  return readRequest({ kind: "bytes", bytes: new TextEncoder().encode(text) });
}

Deno.test("readRequest() reads one line, with or without its end", () => {
  for (const text of [HOST, `${HOST}\n`, `${HOST}\r\n`, ` ${HOST} `, `  ${HOST}\r\n`]) {
    deepStrictEqual(read(text), { kind: "line", text: HOST }, JSON.stringify(text));
  }
  deepStrictEqual(read("ein Rechner mit Ümläut\n"), { kind: "line", text: "ein Rechner mit Ümläut" });
});

Deno.test("readRequest() rejects input that two programs could interpret differently", () => {
  const refused: [string, RegExp][] = [
    ["", /empty/],
    ["\n", /empty/],
    ["   ", /empty/],
    [`${HOST}\n\n`, /more than one line/],
    [`\n${HOST}`, /more than one line/],
    [`evil.com\n${HOST}`, /more than one line/],
    [`evil.com\r${HOST}`, /more than one line/],
    [`${HOST}\r`, /more than one line/],
    [`${HOST}\r\r\n`, /more than one line/],
    [`${HOST}\0`, /control/],
    [`\t${HOST}`, /control/],
    [`${HOST}\u001b[2K`, /control/],
    [`${HOST}\u0085`, /control/],
    [`${HOST}\u007f`, /control/],
    ["x".repeat(MAX_REQUEST_BYTES + 1), /4 KiB/],
    ["ü".repeat(MAX_REQUEST_BYTES / 2 + 1), /4 KiB/],
  ];
  for (const [text, reason] of refused) {
    const request = read(text);
    ok(request.kind === "invalid" && reason.test(request.state), JSON.stringify(text.slice(0, 60)));
  }
  deepStrictEqual(readRequest({ kind: "too-large" }), { kind: "invalid", state: "it is longer than 4 KiB" });
  deepStrictEqual(readRequest({ kind: "failed", state: "Is a directory" }), {
    kind: "invalid",
    state: "Is a directory",
  });
  deepStrictEqual(readRequest({ kind: "timeout" }), {
    kind: "invalid",
    state: "the input did not end in time",
  });
});

Deno.test("readRequest() rejects invalid UTF-8, and does not drop a byte-order mark", () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x41, 0xc3]]) {
    deepStrictEqual(readRequest({ kind: "bytes", bytes: new Uint8Array(bytes) }), {
      kind: "invalid",
      state: "it is not UTF-8",
    });
  }
  deepStrictEqual(read(`\uFEFF${HOST}`), { kind: "line", text: `\uFEFF${HOST}` });
});

Deno.test("readRequest() gives a printable line or a reason for any bytes at all", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
    const request = readRequest({ kind: "bytes", bytes });
    if (request.kind === "line") {
      ok(!/\p{Cc}/u.test(request.text) && request.text !== "");
    } else strictEqual(typeof request.state, "string");
  }));
});
