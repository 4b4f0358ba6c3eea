import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { posix } from "node:path";
import fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import {
  child,
  type ConfigNode,
  type FunctionNode,
  textNode,
} from "../../../src/domain/config/config_node.ts";
import { readDotenv } from "../../../src/domain/config/dotenv.ts";
import { jsonNode } from "../../../src/domain/config/json_node.ts";
import { evaluateFunctions } from "../../../src/domain/config/evaluate_functions.ts";
import {
  createCwdFunction,
  createFactFunction,
  createRandomFunction,
} from "../../../src/domain/config/yaml_functions.ts";
import { selectPath } from "../../../src/domain/config/config_tree.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";

const HERE = { kind: "file", file: "f", line: 1, column: 1 } as const;

function call(tag: string, argument = ""): FunctionNode {
  return { kind: "function", tag, argument, origin: HERE };
}

/** A tree as plain values. */
function plain(node: ConfigNode | undefined): unknown {
  if (node?.kind === "mapping") {
    return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plain(value)]));
  }
  return node?.kind === "sequence" ? node.items.map(plain) : node?.kind === "scalar" ? node.value : undefined;
}

/** Reference: https://github.com/joho/godotenv#readme */
const DOTENV: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["", {}],
  ["A=1", { A: "1" }],
  ["export A = x y # comment", { A: "x y" }],
  ["A=x#y", { A: "x#y" }],
  ["A=#y", { A: "" }],
  ["# A=1\n\nnonsense\nB: yaml", { B: "yaml" }],
  [`A='single $X \\n'`, { A: "single $X \\n" }],
  [`A="tab\\t\\"q\\" #no"`, { A: 'tab\t"q" #no' }],
  ["A=1\r\nB=${A}2$C", { A: "1", B: "12" }],
  ["A=1\nA=2", { A: "2" }],
];

for (const [text, expected] of DOTENV) {
  Deno.test(`readDotenv() reads ${JSON.stringify(text)}`, () => {
    deepStrictEqual(plain(readDotenv(text, "f")), expected);
  });
}

Deno.test("readDotenv() notes lines", () => {
  deepStrictEqual(child(readDotenv("\n export A=1", "f"), "a")?.origin, { ...HERE, line: 2, column: 9 });
});

Deno.test("readDotenv() does not repeat earlier values without end", () => {
  const doubled = [
    "A0=0123456789",
    ...Array.from({ length: 64 }, (_, index) => `A${index + 1}=$A${index}$A${index}`),
  ];
  throws(
    () => readDotenv(doubled.join("\n"), "f"),
    (error) => error instanceof ConfigError && error.code === "CONFIG_LIMIT" && error.position !== undefined,
  );
  const values = plain(readDotenv(doubled.slice(0, 16).join("\n"), "f")) as Readonly<Record<string, string>>;
  strictEqual(values["A15"]?.length, 10 << 15);
});

Deno.test("selectPath() follows keys and indexes, and nothing else", () => {
  const { tree } = readYaml('a: {"b c": [x, {d: 1}], e-f: 2}', "f");
  const value = (expression: string): unknown => {
    const selected = selectPath(tree, expression);
    return selected.kind === "found" ? plain(selected.node) : selected.kind;
  };
  deepStrictEqual(value('.a."b c"[1].d'), 1);
  deepStrictEqual(value('.a["b c"][0]'), "x");
  deepStrictEqual(value(".a.e-f"), 2);
  deepStrictEqual(value("."), { a: { "b c": ["x", { d: 1 }], "e-f": 2 } });
  for (const expression of [".a.x", ".a[0]", '.a."b c"[7]', ".x.y"]) {
    strictEqual(value(expression), "nothing");
  }
  for (const expression of ["a", ".a | keys", ".a[]", ".[", ".a..b"]) {
    strictEqual(value(expression), "unsupported", expression);
  }
});

Deno.test("jsonNode() keeps values, and the digits of a single number", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("value"), { maxLength: 3 }),
      // Names that differ only in case are one name.
      fc.dictionary(fc.constantFrom("a", "B", "ü", "a b", "constructor"), tie("value")),
    ),
  }));
  fc.assert(fc.property(value, (one) => {
    const text = JSON.stringify(one);
    deepStrictEqual(plain(jsonNode(JSON.parse(text), text, HERE)), JSON.parse(text));
  }));
  const node = jsonNode(12345678901234567890, "12345678901234567890", HERE);
  strictEqual(node?.kind === "scalar" && node.raw, "12345678901234567890");
});

Deno.test("jsonNode() remembers a key that another hides", () => {
  const node = jsonNode({ a: 1, A: 2 }, "", HERE);
  deepStrictEqual(node?.kind === "mapping" && node.hidden?.map(({ key }) => key), ["a"]);
});

Deno.test("jsonNode() rejects values that are too deep", () => {
  const text = `${"[".repeat(100)}${"]".repeat(100)}`;
  strictEqual(jsonNode(JSON.parse(text), text, HERE), undefined);
});

Deno.test("createRandomFunction() stays within its bounds, both included", () => {
  fc.assert(fc.property(
    fc.integer({ min: -1000, max: 1000 }),
    fc.nat(1000),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    (min, width, random) => {
      const node = createRandomFunction(() => random)(
        call("!random", `${min} ${min + width}`),
        [],
      ) as ConfigNode;
      ok(node.kind === "scalar" && typeof node.value === "number");
      ok(node.value >= min && node.value <= min + width && Number.isInteger(node.value));
    },
  ));
});

for (const argument of ["x", "1 2 3", "2 1", "1.5", "1e3"]) {
  Deno.test(`createRandomFunction() rejects "${argument}"`, async () => {
    await rejects(
      async () => await createRandomFunction(() => 0)(call("!random", argument), []),
      ConfigError,
    );
  });
}

Deno.test("createCwdFunction() joins a path, quoted or not", () => {
  const cwd = createCwdFunction("/w", posix.join);
  const value = (argument: string): unknown => plain(cwd(call("!cwd", argument), []) as ConfigNode);
  deepStrictEqual([value(""), value("../x"), value('"a b"'), value("a b")], ["/w", "/x", "/w/a b", "/w/a b"]);
});

Deno.test("createFactFunction() prefers the fact, then the default, and fails without both", async () => {
  const known = createFactFunction(() => Promise.resolve("fact"), "there is none");
  const unknown = createFactFunction(() => Promise.resolve(undefined), "there is none");
  deepStrictEqual(await known(call("!x", "default"), []), textNode("fact", HERE));
  deepStrictEqual(await unknown(call("!x", "'a default'"), []), textNode("a default", HERE));
  await rejects(async () => await unknown(call("!x"), []), /there is none/);
});

Deno.test("evaluateFunctions() evaluates functions in results of functions, and terminates", async () => {
  let calls = 0;
  const again = { ...call("!again"), argument: "x" };
  const tree = await evaluateFunctions(readYaml("a: !again x", "f").tree, {
    sections: ["a"],
    evaluators: new Map([["!again", () => {
      calls++;
      return { ...again };
    }]]),
  });
  strictEqual(calls, 10);
  strictEqual(child(tree, "a")?.kind, "function");
});

Deno.test("evaluateFunctions() keeps deferred functions, and evaluates them later", async () => {
  const evaluators = new Map([["!x", () => textNode("v", HERE)]]);
  const first = await evaluateFunctions(readYaml("a: {b: !x 1, c: [!x 2]}", "f").tree, {
    sections: ["a"],
    evaluators,
    putOff: (_call, path) => path.join("/") === "a/c/0",
  });
  deepStrictEqual(plain(child(first, "a")), { b: "v", c: [undefined] });
  const second = await evaluateFunctions(first, { sections: ["a"], evaluators });
  deepStrictEqual(plain(child(second, "a")), { b: "v", c: ["v"] });
});
