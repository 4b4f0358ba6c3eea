import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import type { ConfigNode, MappingNode } from "../../../src/domain/config/config_node.ts";
import { explainConfig } from "../../../src/domain/config/explain_config.ts";
import { findKey, formatKey } from "../../../src/domain/config/key_path.ts";
import { mergeConfig } from "../../../src/domain/config/merge_config.ts";
import { formatOrigin } from "../../../src/domain/config/origin.ts";
import { ANY_TREE } from "../../support/any_tree.ts";

/** Files, lowest precedence first. */
function merged(files: Readonly<Record<string, string>>): MappingNode {
  return Object.entries(files).map(([file, text]) => readYaml(text, file).tree).reduce(mergeConfig);
}

function explained(tree: MappingNode, key: string): unknown[] | undefined {
  const found = findKey(tree, key);
  return found && explainConfig(found).map(({ name, value, origin, overrides }) => [
    name,
    value,
    formatOrigin(origin),
    ...overrides.map(({ value, origin }) => [value, formatOrigin(origin)]),
  ]);
}

Deno.test("explainConfig() shows each value with its place and what it overrode, nearest first", () => {
  const tree = merged({
    "a.yaml": "x: {one: 1, list: [a], map: {deep: 1}, gone: text}",
    "b.yaml": "x: {ONE: 2, list: [b, c], map: {}, gone: {}}",
    "c.yaml": "x: {one: 3, password: new}",
  });
  deepStrictEqual(explained(tree, "x"), [
    ["x.one", 3, "c.yaml:1:10", [2, "b.yaml:1:10"], [1, "a.yaml:1:10"]],
    ["x.list", ["b", "c"], "b.yaml:1:19", [["a"], "a.yaml:1:19"]],
    ["x.map.deep", 1, "a.yaml:1:36"],
    ["x.gone", {}, "b.yaml:1:42", ["text", "a.yaml:1:46"]],
    ["x.password", "***", "c.yaml:1:23"],
  ]);
});

Deno.test("explainConfig() shows a mapping that took the place of something else, and what is in it", () => {
  deepStrictEqual(explained(merged({ "a.yaml": "x: 1", "b.yaml": "x: {y: 2}" }), "x"), [
    ["x", { y: 2 }, "b.yaml:1:4", [1, "a.yaml:1:4"]],
    ["x.y", 2, "b.yaml:1:8"],
  ]);
});

const TREE = readYaml(
  `auth:
  providers:
    my.sso: {kind: a}
    my: {sso.kind: b, sso: {region: c}}
    'say "hi"': {kind: d}
  identities:
    Dev/Admin: {tags: [x, {y: z}], kind: e}
    auth: {kind: f}
    "": {kind: g}
`,
  "f",
).tree;

const KEYS: readonly (readonly [string, string | undefined])[] = [
  ["auth.providers.my.sso.kind", `auth.providers."my.sso".kind`],
  [`auth.providers."my.sso".kind`, `auth.providers."my.sso".kind`],
  ["auth.providers.'my.sso'.kind", `auth.providers."my.sso".kind`],
  ["auth.providers.my.'sso.kind'", `auth.providers.my."sso.kind"`],
  ["auth.providers.my.sso.region", "auth.providers.my.sso.region"],
  [`auth.providers."say \\"hi\\"".kind`, `auth.providers."say \\"hi\\"".kind`],
  [`auth.providers.say "hi".kind`, `auth.providers."say \\"hi\\"".kind`],
  ["AUTH.Identities.dev/admin.KIND", "auth.identities.Dev/Admin.kind"],
  ["auth.identities.Dev/Admin.tags[0]", "auth.identities.Dev/Admin.tags[0]"],
  ["auth.identities.Dev/Admin.tags.1.y", "auth.identities.Dev/Admin.tags[1].y"],
  [`auth.identities."".kind`, `auth.identities."".kind`],
  ["auth.identities.auth", "auth.identities.auth"],
  ["auth", "auth"],
  ["auth.identities.Dev/Admin.tags[2]", undefined],
  ["auth.identities.Dev", undefined],
  ["auth.identities.Dev/Admin.kind.x", undefined],
  ["auth.", undefined],
  [".auth", undefined],
  ["auth..identities", undefined],
  ["__proto__", undefined],
  [`"auth`, undefined],
];

for (const [key, expected] of KEYS) {
  Deno.test(`findKey() resolves ${key} to ${expected}`, () => {
    const found = findKey(TREE, key);
    strictEqual(found && formatKey(found.path), expected);
  });
}

Deno.test("findKey() finds every value by the key that explainConfig() gives it", () => {
  fc.assert(
    fc.property(ANY_TREE, (tree) => {
      const visit = (node: ConfigNode, path: readonly string[]): void => {
        strictEqual(findKey(tree, formatKey(path))?.node, node, formatKey(path));
        if (node.kind === "mapping") {
          for (const { key, value } of node.entries.values()) visit(value, [...path, key]);
        }
        if (node.kind === "sequence") {
          node.items.forEach((item, index) => visit(item, [...path, `[${index}]`]));
        }
      };
      visit(tree, []);
      explainConfig({ path: [], node: tree });
    }),
    { numRuns: 200 },
  );
});
