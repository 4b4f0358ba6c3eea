import { deepStrictEqual } from "node:assert/strict";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { isAmbient, partitionOfChain, regionOfChain } from "../../../src/domain/identity/chain_partition.ts";
import { authConfig } from "../../support/config_tree.ts";

const SSO = { kind: "aws/iam-identity-center", start_url: "https://a.awsapps.com/start" };
const AUTH = authConfig({
  providers: {
    sso: { ...SSO, region: "eu-central-1" },
    gov: { ...SSO, region: "us-gov-west-1" },
  },
  identities: {
    whoever: { kind: "aws/ambient" },
    placed: { kind: "aws/ambient", principal: { region: "eu-west-3" } },
    user: {
      kind: "aws/user",
      credentials: { mfa_arn: "arn:aws:iam::444455556666:mfa/me", region: "us-west-2" },
    },
    set: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "A", account: { id: "111122223333" } },
    },
    named: {
      kind: "aws/permission-set",
      via: { provider: "gov" },
      principal: { name: "A", account: { name: "dev" } },
    },
    role: {
      kind: "aws/assume-role",
      via: { identity: "set" },
      principal: { assume_role: "arn:aws:iam::222233334444:role/x", region: "us-east-2" },
    },
    china: {
      kind: "aws/assume-role",
      via: { identity: "whoever" },
      principal: { assume_role: "arn:aws-cn:iam::222233334444:role/x" },
    },
    root: {
      kind: "aws/assume-root",
      via: { identity: "role" },
      principal: {
        target_principal: "777788889999",
        task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
      },
    },
  },
});

/** Identity → region, partition, whether there is nothing to log in to. */
const ROWS: readonly (readonly [string, string | undefined, string, boolean])[] = [
  ["whoever", undefined, "aws", true],
  ["placed", "eu-west-3", "aws", true],
  ["user", "us-west-2", "aws", false],
  ["set", "eu-central-1", "aws", false],
  ["named", "us-gov-west-1", "aws-us-gov", false],
  ["role", "us-east-2", "aws", false],
  ["china", undefined, "aws-cn", false],
  ["root", "us-east-2", "aws", false],
];

for (const [name, region, partition, ambient] of ROWS) {
  Deno.test(`configured facts of the chain of ${name}`, () => {
    const chain = resolveChain(AUTH, name);
    deepStrictEqual(
      [regionOfChain(chain), partitionOfChain(chain).id, isAmbient(chain)],
      [region, partition, ambient],
    );
  });
}
