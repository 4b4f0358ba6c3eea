import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import {
  ATMOS_FUNCTION_TAGS,
  evaluateFunctions,
  type FunctionEvaluator,
} from "../../../src/domain/config/evaluate_functions.ts";
import { child, type ConfigNode, type FunctionNode } from "../../../src/domain/config/config_node.ts";
import { createEnvFunction } from "../../../src/domain/config/yaml_functions.ts";
import { mergeConfig } from "../../../src/domain/config/merge_config.ts";

/** The value under `auth.x` after evaluation. */
async function evaluated(
  text: string,
  env: Readonly<Record<string, string>> = {},
  extra: ReadonlyMap<string, FunctionEvaluator> = new Map(),
): Promise<ConfigNode | undefined> {
  const variables = new Map(Object.entries(env));
  const tree = await evaluateFunctions(readYaml(`auth:\n  x: ${text}\n`, "f").tree, {
    sections: ["auth"],
    evaluators: new Map([[
      "!env",
      createEnvFunction((name) => {
        const value = variables.get(name);
        return value === undefined ? undefined : { value, source: { kind: "variable", name } };
      }),
    ], ...extra]),
  });
  return child(child(tree, "auth"), "x");
}

function failureOf(node: ConfigNode | undefined): FunctionNode["failure"] {
  return node?.kind === "function" ? node.failure : undefined;
}

/** Reference: atmos-config.md section 5.2. */
const ENV: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["!env A", { A: "value" }, "value"],
  ["!env A", {}, ""],
  ["!env A fallback", {}, "fallback"],
  ["!env A fallback", { A: "" }, ""],
  ["!env A fallback", { A: "  v  " }, "v"],
  ["!env   A    fallback  ", {}, "fallback"],
  [`!env 'A "two words"'`, {}, "two words"],
  [`!env "A 'two words'"`, {}, "two words"],
  [`!env 'A "say ""hi"""'`, {}, `say "hi"`],
  [`!env 'A ""'`, {}, ""],
  ["!env A 12", {}, "12"],
  ["!env |\n    A\n    fallback", {}, "fallback"],
];

for (const [text, env, value] of ENV) {
  Deno.test(`createEnvFunction() gives "${value}" for ${JSON.stringify(text)} with ${JSON.stringify(env)}`, async () => {
    const node = await evaluated(text, env);
    ok(node?.kind === "scalar");
    deepStrictEqual([node.value, node.raw, node.quoted], [value, value, true]);
    deepStrictEqual(node.origin, { kind: "file", file: "f", line: 2, column: 6 });
  });
}

for (
  const text of [
    "!env",
    "!env ''",
    `!env 'A "open'`,
    `!env "A 'open"`,
    "!env A b c",
    "!env [A]",
    "!env {A: b}",
  ]
) {
  Deno.test(`createEnvFunction() rejects ${text}`, async () => {
    strictEqual(failureOf(await evaluated(text))?.code, "CONFIG_FUNCTION_FAILED");
  });
}

Deno.test("evaluateFunctions() names the known functions and the nearest for an unknown tag", async () => {
  const failure = failureOf(await evaluated("!evn X"));
  strictEqual(failure?.code, "CONFIG_TAG_UNKNOWN");
  deepStrictEqual(failure.position, { file: "f", line: 2, column: 6 });
  match(failure.hint ?? "", /^Did you mean "!env"\? Known functions: .*!repo-root/);
});

Deno.test("evaluateFunctions() neither runs nor reads as text what it has no evaluator for", async () => {
  for (const tag of ATMOS_FUNCTION_TAGS.filter((known) => known !== "!env")) {
    const node = await evaluated(`${tag} canary`);
    strictEqual(failureOf(node)?.code, "CONFIG_FUNCTION_FAILED", tag);
    ok(!JSON.stringify(failureOf(node)).includes("canary"));
  }
});

Deno.test("evaluateFunctions() evaluates each function once, and only in its sections", async () => {
  let calls = 0;
  const count: FunctionEvaluator = (call) => ({
    ...call,
    kind: "scalar",
    value: ++calls,
    raw: "",
    quoted: false,
  });
  const tree = readYaml("a: &a [!n x, !n x]\nb: *a\nc: !n x\n", "f").tree;
  const result = await evaluateFunctions(tree, {
    sections: ["A", "b", "none"],
    evaluators: new Map([["!n", count]]),
  });
  strictEqual(calls, 2);
  strictEqual(child(result, "c"), child(tree, "c"));
  deepStrictEqual(child(result, "b"), child(result, "a"));
});

Deno.test("evaluateFunctions() removes the key of a function without a value", async () => {
  const node = await evaluated("{a: !none x, b: [!none x, 1]}", {}, new Map([["!none", () => undefined]]));
  ok(node?.kind === "mapping");
  deepStrictEqual([...node.entries.keys()], ["b"]);
  const list = child(node, "b");
  strictEqual(list?.kind === "sequence" && list.items.length, 1);
});

Deno.test("evaluateFunctions() keeps what a function overrode", async () => {
  const merged = mergeConfig(
    readYaml("auth: {realm: base}", "1").tree,
    readYaml("auth: {realm: !env R}", "2").tree,
  );
  const tree = await evaluateFunctions(merged, {
    sections: ["auth"],
    evaluators: new Map([[
      "!env",
      createEnvFunction((name) => ({ value: "r", source: { kind: "variable", name } })),
    ]]),
  });
  strictEqual(child(child(tree, "auth"), "realm")?.overrides?.length, 1);
});

Deno.test("evaluateFunctions() lets a defect of an evaluator through", async () => {
  await rejects(
    evaluated("!bug x", {}, new Map([["!bug", () => Promise.reject(new TypeError("bug"))]])),
    TypeError,
  );
});

Deno.test("evaluateFunctions() shares a tree without functions", async () => {
  const tree = readYaml("auth: {a: [1]}", "f").tree;
  strictEqual(await evaluateFunctions(tree, { sections: ["auth"], evaluators: new Map() }), tree);
});
