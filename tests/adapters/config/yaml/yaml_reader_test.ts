import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { YamlBudget } from "../../../../src/adapters/config/yaml/yaml_budget.ts";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";
import { child, type ConfigNode } from "../../../../src/domain/config/config_node.ts";
import { CONFIG_LIMITS } from "../../../../src/domain/config/config_limits.ts";
import { ConfigError } from "../../../../src/domain/errors/errors.ts";
import { formatOrigin } from "../../../../src/domain/config/origin.ts";
import { anyCharacter } from "../../../support/any_text.ts";

const MIB = 1 << 20;

/** The code and `line:column` that a text is refused with. */
function refusal(text: string, budget?: YamlBudget): string {
  try {
    readYaml(text, "f", budget);
  } catch (error) {
    if (error instanceof ConfigError) {
      return `${error.code} ${error.position?.line}:${error.position?.column}`;
    }
    throw error;
  }
  return "accepted";
}

function scalarOf(text: string): unknown[] {
  const node = child(readYaml(`k: ${text}`, "f").tree, "k");
  return node?.kind === "scalar" ? [node.value, node.raw, node.quoted] : [node?.kind];
}

const SCALARS: readonly (readonly [string, unknown[]])[] = [
  ["text", ["text", "text", false]],
  ["'text'", ["text", "text", true]],
  [`"a\\tb"`, ["a\tb", "a\tb", true]],
  ["|\n  one\n  two", ["one\ntwo\n", "one\ntwo\n", true]],
  ["42", [42, "42", false]],
  ["012345678901", [12345678901, "012345678901", false]],
  ["012345670123", [12345670123, "012345670123", false]],
  ["0o17", [15, "0o17", false]],
  ["true", [true, "true", false]],
  ["yes", ["yes", "yes", false]],
  ["~", [null, "~", false]],
  ["", [null, "", false]],
  ["2024-01-01", ["2024-01-01", "2024-01-01", false]],
  ["!!str 42", ["42", "42", true]],
  ["! 42", ["42", "42", false]],
  ["! '42'", ["42", "42", true]],
  ["!!binary aGk=", ["hi", "hi", true]],
  ["!!binary |\n  aGVs\n  bG8=", ["hello", "hello", true]],
  ["!!int 0123", [123, "0123", false]],
  [`!!int "5"`, [5, "5", false]],
  ["!!int 0x1e", [30, "0x1e", false]],
  ["!!float 1.50", [1.5, "1.50", false]],
  [`!!bool "true"`, [true, "true", false]],
  ["!!timestamp '2024-01-01'", ["2024-01-01", "2024-01-01", false]],
  ["!!null ''", [null, "", false]],
  ["!!other 0123", ["0123", "0123", true]],
];

for (const [text, expected] of SCALARS) {
  Deno.test(`readYaml() reads ${JSON.stringify(text)}`, () => deepStrictEqual(scalarOf(text), expected));
}

Deno.test("readYaml() records all positions, also after a dropped byte-order mark and with CRLF", () => {
  const { tree } = readYaml("a: 1\r\nb:\r\n  - x\r\n  - {c: !env NAME}\r\n", "f");
  const b = tree.entries.get("b");
  ok(b?.value.kind === "sequence");
  const [, map] = b.value.items;
  const c = map?.kind === "mapping" ? map.entries.get("c") : undefined;
  deepStrictEqual(
    [b.keyOrigin, ...b.value.items.map(({ origin }) => origin), c?.keyOrigin, c?.value.origin].map((origin) =>
      origin && formatOrigin(origin)
    ),
    ["f:2:1", "f:3:5", "f:4:5", "f:4:6", "f:4:9"],
  );
});

Deno.test("readYaml() ends a line at a lone carriage return, also in a comment", () => {
  const { tree } = readYaml("a: 1 # one\rb:\r\n  c: 2\r\r  d: x\r", "f");
  deepStrictEqual(plain(tree), { a: 1, b: { c: 2, d: "x" } });
  const d = child(child(tree, "b"), "d");
  strictEqual(d && formatOrigin(d.origin), "f:5:6");
});

Deno.test("readYaml() keeps functions, and reads none in quotes or behind a redefined tag", () => {
  const functionOf = (text: string): unknown => {
    const node = child(readYaml(`k: ${text}`, "f").tree, "k");
    return node?.kind === "function" ? [node.tag, node.argument, node.misapplied ?? false] : node?.kind;
  };
  deepStrictEqual(functionOf("!env NAME default"), ["!env", "NAME default", false]);
  deepStrictEqual(functionOf("!exec |\n  echo a\n  echo b\n"), ["!exec", "echo a\necho b", false]);
  deepStrictEqual(functionOf(`!include.raw "x y"`), ["!include.raw", "x y", false]);
  deepStrictEqual(functionOf("!env [A]"), ["!env", "", true]);
  deepStrictEqual(functionOf("!env {A: b}"), ["!env", "", true]);
  deepStrictEqual(functionOf("'!env A'"), "scalar");
  deepStrictEqual(functionOf("<!env> A"), "scalar");
  const redefined = child(readYaml("%TAG ! tag:example.com,2000:\n---\nk: !env A", "f").tree, "k");
  strictEqual(redefined?.kind, "function");
});

Deno.test("readYaml() resolves aliases and merge keys, the own key first, then the earlier source", () => {
  const { tree } = readYaml(
    "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nm: {<<: [*a, *b], x: 0}\nc: *a\n'q': {'<<': 1}\n",
    "f",
  );
  deepStrictEqual(plain(child(tree, "m")), { x: 0, y: 1, z: 2 });
  strictEqual(child(tree, "c"), child(tree, "a"));
  deepStrictEqual(plain(child(tree, "q")), { "<<": 1 });
});

Deno.test("readYaml() keeps entries hidden by a key in different case", () => {
  const { tree } = readYaml("A: 1\na: 2", "f");
  deepStrictEqual(tree.hidden?.map(({ key }) => key), ["A"]);
  deepStrictEqual(plain(tree), { a: 2 });
});

const REFUSED: readonly (readonly [string, string])[] = [
  ["a: 1\nb: 2\na: 3", "CONFIG_SYNTAX 3:1"],
  ["x: {a: 1, a: 2}", "CONFIG_SYNTAX 1:11"],
  ["- a", "CONFIG_SYNTAX 1:1"],
  ["text", "CONFIG_SYNTAX 1:1"],
  ["!env A", "CONFIG_SYNTAX 1:1"],
  ["a: 'x", "CONFIG_SYNTAX 1:6"],
  ["a:\n\t- b", "CONFIG_SYNTAX 2:1"],
  ["a: b: c", "CONFIG_SYNTAX 1:4"],
  ["a: *b", "CONFIG_SYNTAX 1:4"],
  ["a: &a [*a]", "CONFIG_SYNTAX 1:8"],
  ["{a: b}: c", "CONFIG_SYNTAX 1:1"],
  ["a: {<<: 1}", "CONFIG_SYNTAX 1:9"],
  ["a: \u0000", "CONFIG_SYNTAX 1:4"],
  ["a: b\nc: \u001b[31m", "CONFIG_SYNTAX 2:4"],
  ["a: \u001f", "CONFIG_SYNTAX 1:4"],
  ["a: # b\u0085  c: d", "CONFIG_SYNTAX 1:7"],
  ["a:\n  'b\u2028'", "CONFIG_SYNTAX 2:5"],
  ["a: 1\r# \u2029", "CONFIG_SYNTAX 2:3"],
  // The first of several errors, inside of collections, too.
  ["a: {b: [,, {c: ,}]}\n%x", "CONFIG_SYNTAX 1:10"],
  ["a: [{b: [x y: z: 1]}]\nc: 'x", "CONFIG_SYNTAX 1:15"],
  ["a: !!null x", "CONFIG_SYNTAX 1:11"],
  ["a: !!int", "CONFIG_SYNTAX 1:9"],
  ["a: !!int 1.5", "CONFIG_SYNTAX 1:10"],
  ["a: !!int 1e3", "CONFIG_SYNTAX 1:10"],
  ["a: !!float x", "CONFIG_SYNTAX 1:12"],
  ["a: !!bool yes", "CONFIG_SYNTAX 1:11"],
  ["a: !!timestamp x", "CONFIG_SYNTAX 1:16"],
  ["a: !!binary x", "CONFIG_SYNTAX 1:13"],
  ["a: !!binary gA==", "CONFIG_SYNTAX 1:13"],
  [`${"[".repeat(66)}`, "CONFIG_SYNTAX 1:67"],
  [`a: ${"[".repeat(65)}1${"]".repeat(65)}`, "CONFIG_LIMIT 1:68"],
];

for (const [text, expected] of REFUSED) {
  Deno.test(`readYaml() rejects ${JSON.stringify(text.slice(0, 20))} with its place`, () =>
    strictEqual(refusal(text), expected));
}

Deno.test("readYaml() names the first of two equal keys", () => {
  throws(
    () => readYaml("a: 1\n\na: 2", "f"),
    (error) => error instanceof ConfigError && error.hint?.includes("f:1:1") === true,
  );
});

Deno.test("readYaml() accepts 64 levels of lists and mappings", () => {
  strictEqual(refusal(`a: ${"[".repeat(63)}1${"]".repeat(63)}`), "accepted");
  strictEqual(
    refusal(Array.from({ length: 63 }, (_, level) => `${" ".repeat(level)}k:`).join("\n")),
    "accepted",
  );
});

/** Up to 1 MiB, made to be slow or deep. What matters is that each ends, and how. */
const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ["open brackets", "[".repeat(MIB), /^CONFIG_LIMIT/],
  ["open braces", "{a: ".repeat(MIB / 4), /^CONFIG_LIMIT/],
  ["compact lists", "- ".repeat(MIB / 2), /^CONFIG_LIMIT/],
  ["explicit keys", "? ".repeat(MIB / 2), /^CONFIG_LIMIT/],
  [
    "ever deeper keys",
    Array.from({ length: 1400 }, (_, level) => `${" ".repeat(level)}k:\n`).join(""),
    /^CONFIG_LIMIT/,
  ],
  ["closing brackets", "]".repeat(MIB), /^CONFIG_SYNTAX/],
  ["anchors in a row", "&a ".repeat(MIB / 3), /^CONFIG_SYNTAX/],
  ["directives", "%a\n".repeat(MIB / 3), /^CONFIG_SYNTAX/],
  ["different keys", Array.from({ length: 10_000 }, (_, index) => `key${index}: 1\n`).join(""), /^accepted/],
  ["a doubling of aliases", doubling(30), /^CONFIG_LIMIT/],
  ["a doubling of merge keys", doublingMerges(60), /^CONFIG_LIMIT/],
  [
    "a wide merge often",
    `a: &a {${wide(2000)}}\n${Array.from({ length: 1000 }, (_, index) => `m${index}: {<<: *a}\n`).join("")}`,
    /^CONFIG_LIMIT/,
  ],
  ["many documents", "---\n".repeat(MIB / 4), /^accepted/],
  // 100,000 errors, of which only the first is made.
  ["commas", `a: {b: ${",".repeat(100_000)}`, /^CONFIG_SYNTAX/],
  ["lists behind a value", `a: {b: x ${"[".repeat(100_000)}`, /^CONFIG_SYNTAX/],
  ["errors in a second document", `a: 1\n--- {${",".repeat(100_000)}\n`, /^accepted/],
];

for (const [name, text, expected] of HOSTILE) {
  Deno.test(`readYaml() terminates for ${name}`, () => {
    match(refusal(text), expected);
  });
}

Deno.test("readYaml() reads no more tokens than there are left", () => {
  const budget = new YamlBudget();
  for (let count = 0; count < CONFIG_LIMITS.tokens - 10; count++) budget.count("a", 0);
  // Four tokens a line: a dash, a space, a text and the end.
  strictEqual(refusal("- a\n".repeat(5), budget), "CONFIG_LIMIT 3:1");
});

Deno.test("readYaml() only throws ConfigError with a position, whatever the text", () => {
  const fragments = fc.constantFrom(
    ..."[ ] { } : , - ? & * ! | > ' \" # % @ ` \n \r\n \t --- ... <<: *a &a !env !!str a b: 0 ~ \u00e9 \ud83d\ude00 \u0000 \ufeff \\"
      .split(" "),
    " ",
    "  ",
    "\n  ",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
  );
  fc.assert(fc.property(texts, (text) => void refusal(text)), { numRuns: 1500 });
});

function doubling(levels: number): string {
  return Array.from(
    { length: levels },
    (_, level) => level === 0 ? "a0: &a0 [x]\n" : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]\n`,
  ).join("");
}

function doublingMerges(levels: number): string {
  return Array.from(
    { length: levels },
    (_, level) =>
      level === 0
        ? "a0: &a0 {x: 1}\n"
        : `a${level}: &a${level} {<<: [*a${level - 1}, *a${level - 1}], k${level}: [*a${level - 1}, *a${
          level - 1
        }]}\n`,
  ).join("");
}

function wide(keys: number): string {
  return Array.from({ length: keys }, (_, index) => `k${index}: 1`).join(", ");
}

function plain(node: ConfigNode | undefined): unknown {
  if (node?.kind === "mapping") {
    return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plain(value)]));
  }
  if (node?.kind === "sequence") return node.items.map(plain);
  return node?.kind === "scalar" ? node.value : node?.kind;
}
