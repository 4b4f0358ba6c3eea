import assert from "node:assert/strict";
import fc from "fast-check";
import {
  JsonError,
  type JsonNode,
  MAX_JSON_DEPTH,
  parseJson,
} from "../../../../src/domain/docker/json/json_reader.ts";
import { valueOf } from "./json_value.ts";

/** Texts that are JSON by RFC 8259. */
const VALID = [
  "0",
  "-0",
  "1.0",
  "-12.5e+07",
  "1E400",
  "12345678901234567890",
  "true",
  "false",
  "null",
  '""',
  '"a b"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"',
  '"\u007f\u2028\u{1f600}"',
  '"\\ud800"',
  "[]",
  "[ ]",
  "{}",
  "{\r\n}",
  ' \t\r\n[1 , "a",\n{"b" : [ ] } ]\n',
  '{"a":1,"a":2}',
  '{"":0}',
];

/** Texts that are not, with the offset at which that shows. */
const INVALID: readonly (readonly [text: string, offset: number])[] = [
  ["", 0],
  ["  ", 2],
  ["\uFEFF1", 0],
  ["\u00a01", 0],
  ["1 2", 2],
  ["01", 1],
  ["-", 0],
  ["+1", 0],
  [".5", 0],
  ["1.", 1],
  ["1e", 1],
  ["0x10", 1],
  ["NaN", 0],
  ["tru", 0],
  ["nulll", 4],
  ["True", 0],
  ["'a'", 0],
  ['"', 0],
  ['"abc', 0],
  ['"a\nb"', 2],
  ['"\u0000"', 1],
  ['"\u001f"', 1],
  ['"\\x41"', 1],
  ['"\\u123"', 1],
  ['"\\u12g4"', 1],
  ['"\\', 1],
  ["[", 1],
  ["[1", 2],
  ["[1,]", 3],
  ["[,1]", 1],
  ["[1 2]", 3],
  ["[1}", 2],
  ["{", 1],
  ["{a:1}", 1],
  ['{"a"}', 4],
  ['{"a" 1}', 5],
  ['{"a":}', 5],
  ['{"a":1,}', 7],
  ['{"a":1 "b":2}', 7],
  ['{"a":1]', 6],
  ["{} // no", 3],
  ["/* no */{}", 0],
  ["]", 0],
  ["{}\u0000", 2],
];

Deno.test("parseJson() accepts what JSON.parse accepts, with the same values", () => {
  for (const text of VALID) {
    assert.deepEqual(valueOf(text, parseJson(text)), JSON.parse(text), text);
  }
});

Deno.test("parseJson() rejects what JSON.parse rejects, with the position", () => {
  for (const [text, offset] of INVALID) {
    assert.throws(() => JSON.parse(text), SyntaxError, text);
    assert.throws(
      () => parseJson(text),
      (error) => error instanceof JsonError && error.offset === offset,
      JSON.stringify(text),
    );
  }
});

Deno.test("parseJson() reports a truncated file", () => {
  assert.throws(() => parseJson('{"a":'), { message: "expected a value, but the file ends here" });
});

Deno.test("parseJson() starts at an offset", () => {
  assert.deepEqual(parseJson("\uFEFF {}", 1), { kind: "object", start: 2, end: 4, members: [] });
});

Deno.test("parseJson() bounds the depth, and does not overflow on a hostile one", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  assert.equal(parseJson(nested(MAX_JSON_DEPTH)).kind, "array");
  for (const text of [nested(MAX_JSON_DEPTH + 1), "[".repeat(1_000_000), '{"a":'.repeat(1_000_000)]) {
    assert.throws(() => parseJson(text), /nested deeper than 100 levels/);
  }
});

Deno.test("parseJson() keeps duplicate keys, in order", () => {
  const node = parseJson('{"a":1,"b":2,"a":3}');
  assert.equal(node.kind, "object");
  assert.deepEqual(node.kind === "object" && node.members.map(({ key }) => key.value), ["a", "b", "a"]);
});

Deno.test("parseJson() agrees with JSON.parse on any JSON text", () => {
  fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, "\t", "  "), (json, indent) => {
    const text = JSON.stringify(JSON.parse(json), undefined, indent);
    const node = parseJson(text);
    assert.deepEqual(valueOf(text, node), JSON.parse(text));
    assertSpans(text, node);
  }));
});

Deno.test("parseJson() agrees with JSON.parse on texts that were tampered with", () => {
  const characters = fc.constantFrom(...'{}[]":,\\ \n\t0123.eE+-tfnu/\u0000\uFEFFx');
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.nat(2), characters, (json, place, removed, inserted) => {
      const at = place % (json.length + 1);
      const text = json.slice(0, at) + inserted + json.slice(at + removed);
      assert.equal(isAccepted(() => parseJson(text)), isAccepted(() => JSON.parse(text)), text);
    }),
    { numRuns: 2_000 },
  );
});

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    assert.ok(error instanceof SyntaxError);
    return false;
  }
}

/** Each node's span holds exactly that node. */
function assertSpans(text: string, node: JsonNode): void {
  const again = parseJson(text.slice(node.start, node.end));
  assert.deepEqual([again.start, again.end], [0, node.end - node.start]);
  if (node.kind === "array") { for (const item of node.items) assertSpans(text, item); }
  if (node.kind !== "object") return;
  for (const { key, value } of node.members) {
    assert.equal(JSON.parse(text.slice(key.start, key.end)), key.value);
    assertSpans(text, value);
  }
}
