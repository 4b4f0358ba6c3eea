import { deepStrictEqual, match } from "node:assert/strict";
import type { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { checkEndpoints } from "../../../src/domain/identity/chain_endpoints.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

const STS = "https://sts.eu-west-1.amazonaws.com";
const PORTAL = "https://portal.sso.us-east-1.amazonaws.com";
const EVIL = "https://sts.amazonaws.com.evil.example";

/** Chains with an endpoint at the provider (for `dev`), at the first step or at the second one. */
function chains(provider: string, first: string, second: string): Plain {
  const spec = { endpoint_url: first };
  const role = (base: string): Plain => ({
    kind: "aws/assume-role",
    via: { identity: base },
    principal: { assume_role: "arn:aws:iam::111122223333:role/deploy" },
    spec: { endpoint_url: second },
  });
  return {
    providers: {
      sso: {
        kind: "aws/iam-identity-center",
        start_url: "https://acme.awsapps.com/start",
        region: "us-east-1",
        spec: { endpoint_url: provider },
      },
    },
    identities: {
      env: { kind: "aws/ambient", spec },
      user: {
        kind: "aws/user",
        credentials: { access_key_id: "AKIAIOSFODNN7EXAMPLE", secret_access_key: "x" },
        spec,
      },
      dev: {
        kind: "aws/permission-set",
        via: { provider: "sso" },
        principal: { name: "Dev", account: { id: "111122223333" } },
        spec,
      },
      "role-of-env": role("env"),
      "role-of-user": role("user"),
      "role-of-dev": role("dev"),
    },
  };
}

/** The identities whose chain is rejected. */
function rejected(config: Plain): readonly string[] {
  const auth = authConfig(config as Parameters<typeof authConfig>[0]);
  return [...auth.identities.keys()].filter((name) => {
    try {
      checkEndpoints(resolveChain(auth, name));
      return false;
    } catch (error) {
      const { code, message, position } = error as AtmosEcrError;
      deepStrictEqual([code, position?.file], ["CONFIG_UNTRUSTED", "atmos.yaml"]);
      match(message, /is not an https:\/\/ address of AWS (?:STS|IAM)|of IAM Identity Center/);
      return true;
    }
  });
}

Deno.test("checkEndpoints() rejects what a step would send its requests to, and no other endpoint", () => {
  const all = ["env", "user", "dev", "role-of-env", "role-of-user", "role-of-dev"];
  deepStrictEqual(rejected(chains(PORTAL, STS, STS)), ["dev", "role-of-dev"]);
  deepStrictEqual(rejected(chains(PORTAL, PORTAL, STS)), ["user", "role-of-user"]);
  deepStrictEqual(rejected(chains(EVIL, PORTAL, STS)), ["user", "dev", "role-of-user", "role-of-dev"]);
  deepStrictEqual(rejected(chains(PORTAL, EVIL, STS)), ["user", "dev", "role-of-user", "role-of-dev"]);
  deepStrictEqual(rejected(chains(PORTAL, STS, EVIL)), all.slice(2));
});
