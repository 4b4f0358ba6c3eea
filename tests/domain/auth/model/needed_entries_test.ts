import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";
import { decodeAuth } from "../../../../src/domain/auth/decode/decode_auth.ts";
import { type NeededEntries, neededPaths } from "../../../../src/domain/auth/model/needed_entries.ts";

const { tree } = readYaml(
  `auth:
  providers: {sso: {}, other: {}}
  identities:
    Base: {via: {provider: SSO}}
    mid: {via: {identity: base}}
    top: {via: {identity: MID}}
    round: {via: {identity: trip}}
    trip: {via: {identity: round}}
    lone: {kind: !exec x, via: {identity: !exec y}}
  integrations: {i: {via: {identity: top}}, j: {}}
`,
  "f",
);

const CASES: readonly (readonly [NeededEntries, readonly string[]])[] = [
  [{}, []],
  [{ identities: ["TOP"] }, ["identities/base", "identities/mid", "identities/top", "providers/sso"]],
  [{ identities: ["round"] }, ["identities/round", "identities/trip"]],
  [{ identities: ["lone"] }, ["identities/lone"]],
  [{ identities: ["nobody"] }, ["identities/nobody"]],
  [{ integrations: ["I"] }, ["integrations/i"]],
  [{ integrations: "all", providers: "all" }, [
    "integrations/i",
    "integrations/j",
    "providers/other",
    "providers/sso",
  ]],
];

for (const [needed, paths] of CASES) {
  Deno.test(`neededPaths() of ${JSON.stringify(needed)}`, () => {
    deepStrictEqual([...neededPaths(tree, needed)].toSorted(), paths);
  });
}

Deno.test("decodeAuth() knows name, links and default of an entry that is not evaluated yet", () => {
  const auth = decodeAuth(
    readYaml(
      `auth:
  identities:
    a: {kind: aws/user, default: true, credentials: {access_key_id: !exec x, secret_access_key: !exec y}}
    b: {kind: aws/assume-role, via: {identity: a}, principal: {assume_role: !exec x}}
  integrations:
    i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: !exec x, region: us-east-1}}}
`,
      "f",
    ).tree,
  );
  const a = auth.identities.get("a");
  const b = auth.identities.get("b");
  deepStrictEqual([a?.pending, a?.problems, a?.value?.kind, a?.value?.default], [true, [], "other", true]);
  strictEqual(b?.value?.kind === "other" && b.value.via?.name, "a");
  strictEqual(auth.integrations.get("i")?.value?.kind, "other");
});
