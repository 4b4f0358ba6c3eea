import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { chainNames, resolveChain, targetOf } from "../../../src/domain/identity/chain.ts";
import { decodeText } from "../auth/decode_text.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

function role(via: Plain): Plain {
  return {
    kind: "aws/assume-role",
    via,
    principal: { assume_role: "arn:aws:iam::111122223333:role/deploy" },
  };
}

const USER: Plain = {
  kind: "aws/user",
  credentials: { access_key_id: "AKIAIOSFODNN7EXAMPLE", secret_access_key: "x" },
};
const SSO: Plain = {
  kind: "aws/iam-identity-center",
  start_url: "https://acme.awsapps.com/start",
  region: "us-east-1",
};

const AUTH = authConfig({
  providers: {
    "acme-sso": SSO,
    "github": { kind: "github/oidc", region: "us-east-1", spec: { audience: "sts.amazonaws.com" } },
    "azure": { kind: "azure/cli" },
  },
  identities: {
    "user": USER,
    "env": { kind: "aws/ambient" },
    "Deploy": role({ identity: "USER" }),
    "deeper": role({ identity: "deploy" }),
    "ci": role({ provider: "GitHub" }),
    "dev": {
      kind: "aws/permission-set",
      via: { provider: "acme-sso" },
      principal: { name: "Dev", account: { id: "111122223333" } },
    },
    "from-env": role({ identity: "env" }),
    "wrong-sso": role({ provider: "acme-sso" }),
    "wrong-github": {
      kind: "aws/permission-set",
      via: { provider: "github" },
      principal: { name: "Dev", account: { id: "111122223333" } },
    },
    "wrong-nesting": {
      kind: "aws/permission-set",
      via: { identity: "user" },
      principal: { name: "Dev", account: { id: "111122223333" } },
    },
    "azure-role": role({ provider: "azure" }),
    "lost": role({ identity: "nobody" }),
    "lost-provider": role({ provider: "acme-soo" }),
    "a": role({ identity: "b" }),
    "b": role({ identity: "c" }),
    "c": role({ identity: "A" }),
    "self": role({ identity: "self" }),
    "incomplete": { kind: "aws/assume-role", via: { identity: "user" } },
    "on-incomplete": role({ identity: "incomplete" }),
    "mock": { kind: "mock/aws" },
  },
});

const CHAINS: readonly [identity: string, names: readonly string[]][] = [
  ["user", ["user"]],
  ["USER", ["user"]],
  ["deploy", ["user", "Deploy"]],
  ["deeper", ["user", "Deploy", "deeper"]],
  ["ci", ["github", "ci"]],
  ["dev", ["acme-sso", "dev"]],
  ["from-env", ["env", "from-env"]],
];

Deno.test("resolveChain() resolves from the root to the identity, ignoring case", () => {
  for (const [identity, names] of CHAINS) {
    const chain = resolveChain(AUTH, identity);
    deepStrictEqual(chainNames(chain), names, identity);
    strictEqual(targetOf(chain).name, names.at(-1), identity);
  }
});

const REFUSED: readonly [identity: string, code: string, message: RegExp][] = [
  ["usr", "IDENTITY_NOT_FOUND", /Cannot find identity "usr"/],
  ["lost", "IDENTITY_NOT_FOUND", /Cannot find identity "nobody"/],
  ["lost-provider", "PROVIDER_NOT_FOUND", /Cannot find provider "acme-soo"/],
  ["a", "IDENTITY_CYCLE", /"a" → "b" → "c" → "A"/],
  ["self", "IDENTITY_CYCLE", /"self" → "self"/],
  ["wrong-sso", "IDENTITY_CHAIN_INVALID", /"wrong-sso".*acme-sso/],
  ["wrong-github", "IDENTITY_CHAIN_INVALID", /"wrong-github"/],
  ["wrong-nesting", "IDENTITY_CHAIN_INVALID", /"wrong-nesting"/],
  ["azure-role", "IDENTITY_UNSUPPORTED", /azure\/cli/],
  ["mock", "IDENTITY_UNSUPPORTED", /mock\/aws/],
  ["incomplete", "CONFIG_INVALID", /assume_role/],
  ["on-incomplete", "CONFIG_INVALID", /assume_role/],
];

Deno.test("resolveChain() rejects a dangling chain, with its position", () => {
  for (const [identity, code, message] of REFUSED) {
    throws(() => resolveChain(AUTH, identity), (error) => {
      if (!(error instanceof AtmosEcrError)) throw error;
      strictEqual(error.code, code, identity);
      match(error.message, message, identity);
      if (identity !== "usr") strictEqual(error.position?.file, "atmos.yaml", identity);
      return true;
    }, identity);
  }
});

Deno.test("resolveChain() points at what leads nowhere: the reference, or the identity", async (t) => {
  const via = (words: string): string =>
    `{kind: aws/assume-role, via: {${words}}, principal: {assume_role: "arn:aws:iam::111122223333:role/x"}}`;
  const rows = [
    ["IDENTITY_CYCLE", [via("identity: b"), via("identity: a")], "4:48"],
    ["PROVIDER_NOT_FOUND", [via("provider: nope")], "3:48"],
    ["IDENTITY_UNSUPPORTED", ["{kind: mock/aws}"], "3:5"],
  ] as const;
  for (const [code, [a, b], at] of rows) {
    await t.step(code, () => {
      const auth = decodeText(`auth:\n  identities:\n    a: ${a}\n${b === undefined ? "" : `    b: ${b}\n`}`);
      throws(() => resolveChain(auth, "a"), (error: AtmosEcrError) => {
        deepStrictEqual([error.code, `${error.position?.line}:${error.position?.column}`], [code, at]);
        return true;
      });
    });
  }
});

Deno.test("resolveChain() suggests the nearest identity", () => {
  throws(() => resolveChain(AUTH, "deply"), (error) => /"Deploy"/.test((error as AtmosEcrError).hint ?? ""));
  throws(
    () => resolveChain(AUTH, "lost-provider"),
    (error) => /"acme-sso"/.test((error as AtmosEcrError).hint ?? ""),
  );
});

Deno.test("resolveChain() follows a chain of fifty identities", () => {
  const identities: Record<string, Plain> = { step0: USER };
  for (let step = 1; step < 50; step++) identities[`step${step}`] = role({ identity: `step${step - 1}` });
  strictEqual(resolveChain(authConfig({ identities }), "step49").identities.length, 50);
});
