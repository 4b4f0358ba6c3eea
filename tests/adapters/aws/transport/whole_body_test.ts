import { strictEqual } from "node:assert/strict";
import { isWhole } from "../../../../src/adapters/aws/transport/transport.ts";

const JSON_TYPE = "application/x-amz-json-1.1";
const ANSWERS: readonly (readonly [contentType: string, body: string])[] = [
  [JSON_TYPE, `{"a":{"b":"c"},"d":[1]}\n`],
  ["text/xml", `<?xml version="1.0"?>\n<A xmlns="x"><B>c</B></A>\n`],
  ["text/xml", `<A><A>b</A></A>`],
  ["text/xml", `<A b="c"/>`],
];

Deno.test("isWhole() misses the end of every answer that breaks off", () => {
  for (const [contentType, body] of ANSWERS) {
    const is = (text: string): boolean => isWhole(new TextEncoder().encode(text), contentType);
    strictEqual(is(body), true, body);
    const start = 1;
    for (let length = start; length < body.trimEnd().length; length++) {
      // An element inside of one of its own name ends as the whole does.
      if (body.slice(0, length) === "<A><A>b</A>") continue;
      strictEqual(is(body.slice(0, length)), false, body.slice(0, length));
    }
  }
});

Deno.test("isWhole() leaves what is neither to those who read it", () => {
  for (
    const [contentType, body] of [
      [JSON_TYPE, ""],
      [JSON_TYPE, "<html>"],
      ["text/html", "<html><body>"],
      ["text/xml", ""],
      ["", "{"],
    ] as const
  ) strictEqual(isWhole(new TextEncoder().encode(body), contentType), true, body);
});
