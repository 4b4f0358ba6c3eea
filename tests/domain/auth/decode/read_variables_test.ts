import { deepStrictEqual, match } from "node:assert/strict";
import { authConfig, type Plain } from "../../../support/config_tree.ts";

function read(env: Plain): { readonly variables: unknown; readonly problems: readonly string[] } {
  const entry = authConfig({ identities: { dev: { kind: "aws/ambient", env } } }).identities.get("dev");
  const variables = entry?.value?.env;
  return {
    variables: variables === undefined
      ? undefined
      : Object.fromEntries(Array.from(variables, ([name, { value }]) => [name, value])),
    problems: entry?.problems.map(({ message }) => message) ?? [],
  };
}

Deno.test("env of an identity is a list of keys and values, and a later one wins", () => {
  deepStrictEqual(
    read([{ key: "TEAM", value: "blue" }, { key: "N", value: 7 }, { key: "TEAM", value: "red" }, {
      key: "E",
      value: "",
    }]),
    { variables: { TEAM: "red", N: "7", E: "" }, problems: [] },
  );
  deepStrictEqual(read(null), { variables: undefined, problems: [] });
  deepStrictEqual(read([]), { variables: {}, problems: [] });
});

/** What is written → what is said about it. */
const WRONG: readonly (readonly [Plain, RegExp])[] = [
  ["TEAM=blue", /"env" must be a list/],
  [{ TEAM: "blue" }, /"env" must be a list/],
  [["TEAM=blue"], /an entry of "env" must have a key and a value/],
  [[{ key: "TEAM" }], /an entry of "env" must have a key and a value/],
  [[{ key: "TEAM", value: ["blue"] }], /an entry of "env" must have a key and a value/],
  [[{ key: "A;reboot", value: "x" }], /the key "A;reboot", which is not a valid variable name/],
  [[{ key: "A", value: "x\0y" }], /a NUL character in the value of A/],
];

for (const [env, expected] of WRONG) {
  Deno.test(`env of an identity cannot be ${JSON.stringify(env)}`, () => {
    const { variables, problems } = read(env);
    deepStrictEqual([variables, problems.length], [undefined, 1]);
    match(problems[0] ?? "", expected);
  });
}
