import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { child, type ConfigNode, type MappingNode } from "../../../src/domain/config/config_node.ts";
import { mergeConfig } from "../../../src/domain/config/merge_config.ts";
import { formatOrigin } from "../../../src/domain/config/origin.ts";

Deno.test("mergeConfig() remembers what a value replaced, nearest first", () => {
  const merged = ["a: 1", "x: 0\na: [2]", "A: {b: 3}"].map((text, index) =>
    readYaml(text, `${index}.yaml`).tree
  )
    .reduce(mergeConfig);
  const entry = merged.entries.get("a");
  strictEqual(entry?.key, "A");
  deepStrictEqual(entry.value.overrides?.map(({ origin }) => formatOrigin(origin)), [
    "1.yaml:2:4",
    "0.yaml:1:4",
  ]);
});

Deno.test("mergeConfig() keeps the order in which keys were first written", () => {
  const merged = mergeConfig(readYaml("b: 1\na: 2", "1").tree, readYaml("c: 3\nB: 4", "2").tree);
  deepStrictEqual([...merged.entries.values()].map(({ key }) => key), ["B", "a", "c"]);
});

Deno.test("mergeConfig() overrides nothing by the same file again", () => {
  const tree = readYaml("a: {b: [1, 2], c: !env X}", "f").tree;
  deepStrictEqual(mergeConfig(tree, tree), tree);
  // Read again, as when a file is found in two ways.
  deepStrictEqual(mergeConfig(tree, readYaml("a: {b: [1, 2], c: !env X}", "f").tree), tree);
});

/** Plain values as JSON, which is YAML. Keys differ in more than case, as one mapping must not hold both. */
const VALUES = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.integer(), fc.constantFrom("x", "y"), fc.boolean(), fc.constant(null)),
      fc.array(fc.integer(), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "C"), tie("value")),
    ),
  })).value,
);

/** A file of such values, with the text that it was read from. */
function fileOf(name: string): fc.Arbitrary<{ readonly tree: MappingNode; readonly text: string }> {
  return VALUES.map((value) => {
    const text = JSON.stringify(value, null, 1);
    return { tree: readYaml(text, name).tree, text };
  });
}

Deno.test("mergeConfig() of any two files is idempotent, loses nothing, and knows where each value was written", () => {
  fc.assert(fc.property(fileOf("1"), fileOf("2"), (first, second) => {
    const [earlier, later] = [first.tree, second.tree];
    const merged = mergeConfig(earlier, later);
    deepStrictEqual(mergeConfig(earlier, earlier), earlier);
    deepStrictEqual(plain(mergeConfig(merged, merged)), plain(merged));
    deepStrictEqual(plain(mergeConfig(merged, later)), plain(merged));
    assertContains(merged, later);
    for (const [key, { value }] of earlier.entries) {
      if (!later.entries.has(key)) strictEqual(child(merged, key), value);
    }
    assertProvenance(merged, new Map([["1", first.text], ["2", second.text]]));
  }));
});

/** Every leaf, and what it overrides, points at the text that it came from. */
function assertProvenance(merged: ConfigNode, texts: ReadonlyMap<string, string>): void {
  for (const leaf of leaves(merged)) {
    for (const place of [leaf, ...leaf.overrides ?? []]) {
      if (place.kind !== "scalar" || place.origin.kind !== "file") continue;
      const line = texts.get(place.origin.file)?.split("\n")[place.origin.line - 1];
      const written = place.quoted ? JSON.stringify(place.value) : place.raw;
      strictEqual(line?.slice(place.origin.column - 1).startsWith(written), true, `${written} in ${line}`);
    }
  }
}

function assertContains(node: ConfigNode | undefined, part: ConfigNode): void {
  if (part.kind !== "mapping") return deepStrictEqual(plain(node), plain(part));
  for (const [key, { value }] of part.entries) assertContains(child(node, key), value);
}

function leaves(node: ConfigNode): ConfigNode[] {
  if (node.kind === "mapping") return [...node.entries.values()].flatMap(({ value }) => leaves(value));
  return node.kind === "sequence" ? node.items.flatMap(leaves) : [node];
}

function plain(node: ConfigNode | undefined): unknown {
  if (node?.kind === "mapping") {
    return [...node.entries].map(([key, entry]) => [key, entry.key, plain(entry.value)]);
  }
  if (node?.kind === "sequence") return node.items.map(plain);
  return node?.kind === "scalar" ? node.value : node?.kind;
}
