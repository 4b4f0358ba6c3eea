import { strictEqual } from "node:assert/strict";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { isOwner, isOwnerTelling } from "../../../src/domain/identity/session_owner.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

const ACCOUNT = "222233334444";

/** Identities of every kind, and what makes their owner say less. */
const AUTH = authConfig({
  providers: {
    sso: {
      kind: "aws/iam-identity-center",
      start_url: "https://acme.awsapps.com/start",
      region: "us-east-1",
    },
    "sso-elsewhere": {
      kind: "aws/iam-identity-center",
      start_url: "https://acme.awsapps.com/start",
      region: "us-east-1",
      spec: { endpoint_url: "http://127.0.0.1:1" },
    },
    idp: { kind: "aws/saml", url: "https://idp.example/saml", region: "us-east-1" },
  },
  identities: {
    me: { kind: "aws/user", credentials: { access_key_id: "AKIAME", secret_access_key: "secret" } },
    role: assume({ identity: "me" }),
    path: assume({ identity: "me" }, { assume_role: `arn:aws:iam::${ACCOUNT}:role/team/a/deploy` }),
    china: assume({ identity: "me" }, { assume_role: `arn:aws-cn:iam::${ACCOUNT}:role/deploy` }),
    named: assume({ identity: "me" }, { session_name: "me" }),
    renamed: assume({ identity: "me" }, { session_name: "build 7" }),
    tagged: assume({ identity: "me" }, { tags: { team: "a" } }),
    sourced: assume({ identity: "me" }, { source_identity: "alice" }),
    "below-tagged": assume({ identity: "tagged" }),
    "below-sourced": assume({ identity: "sourced" }),
    elsewhere: { ...assume({ identity: "me" }), spec: { endpoint_url: "http://127.0.0.1:1" } },
    "below-elsewhere": assume({ identity: "elsewhere" }),
    saml: assume({ provider: "idp" }, { session_name: "me" }),
    set: set({ provider: "sso" }, { id: ACCOUNT }),
    "set-by-name": set({ provider: "sso" }, { name: "dev" }),
    "set-elsewhere": set({ provider: "sso-elsewhere" }, { id: ACCOUNT }),
    root: {
      kind: "aws/assume-root",
      via: { identity: "me" },
      principal: {
        target_principal: ACCOUNT,
        task_policy_arn: "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
      },
    },
  } satisfies Record<string, Plain>,
});

function assume(via: Plain, principal: Record<string, Plain> = {}): Record<string, Plain> {
  return {
    kind: "aws/assume-role",
    via,
    principal: { assume_role: `arn:aws:iam::${ACCOUNT}:role/deploy`, ...principal },
  };
}

function set(via: Plain, account: Plain): Record<string, Plain> {
  return { kind: "aws/permission-set", via, principal: { name: "Admin", account } };
}

const TELLING: Readonly<Record<string, boolean>> = {
  me: true,
  role: true,
  named: true,
  saml: true,
  set: true,
  tagged: false,
  sourced: false,
  "below-tagged": false,
  "below-sourced": false,
  elsewhere: false,
  "below-elsewhere": false,
  "set-by-name": false,
  "set-elsewhere": false,
  root: false,
};

Deno.test("the owner of a session fully confirms some identities", async (t) => {
  for (const [name, expected] of Object.entries(TELLING)) {
    await t.step(`${name}: ${expected}`, () => {
      const chain = resolveChain(AUTH, name);
      const identity = chain.identities.at(-1);
      strictEqual(identity !== undefined && isOwnerTelling(chain, identity), expected);
    });
  }
});

const sts = (rest: string, account = ACCOUNT): string => `arn:aws:sts::${account}:assumed-role/${rest}`;

const OWNERS: readonly (readonly [identity: string, arn: string, expected: boolean])[] = [
  ["role", sts("deploy/atmos"), true],
  ["path", sts("deploy/atmos"), true],
  ["role", sts("deploy/atmos", "333344445555"), false],
  ["role", sts("deployer/atmos"), false],
  ["role", sts("Deploy/atmos"), false],
  ["role", `arn:aws-cn:sts::${ACCOUNT}:assumed-role/deploy/atmos`, false],
  ["role", `arn:aws:iam::${ACCOUNT}:user/deploy`, false],
  ["role", `arn:aws:iam::${ACCOUNT}:role/deploy`, false],
  ["role", `arn:aws:sts::${ACCOUNT}:federated-user/deploy`, false],
  ["role", "", false],
  ["china", `arn:aws-cn:sts::${ACCOUNT}:assumed-role/deploy/atmos`, true],
  ["named", sts("deploy/me"), true],
  ["named", sts("deploy/you"), false],
  ["renamed", sts("deploy/build-7"), true],
  ["renamed", sts("deploy/build_7"), false],
  ["saml", sts("deploy/alice@example.com"), true],
  ["set", sts("AWSReservedSSO_Admin_0123456789abcdef/alice"), true],
  ["set", sts("AWSReservedSSO_Admin_0123456789abcdef/alice", "333344445555"), false],
  ["set", sts("AWSReservedSSO_Admin_Read_0123456789abcdef/alice"), false],
  ["set", sts("AWSReservedSSO_Administrator_0123456789abcdef/alice"), false],
  ["set", sts("Admin/alice"), false],
  ["me", `arn:aws:iam::${ACCOUNT}:user/me`, false],
];

Deno.test("a session is that of the role or the permission set that its owner's ARN names", async (t) => {
  for (const [name, arn, expected] of OWNERS) {
    await t.step(`${name}, ${arn}: ${expected}`, () => {
      const chain = resolveChain(AUTH, name);
      const identity = chain.identities.at(-1);
      const account = arn.split(":")[4] ?? "";
      strictEqual(identity !== undefined && isOwner(chain, identity, { account, arn }), expected);
    });
  }
});

Deno.test("an owner whose account is not that of its ARN owns nothing", () => {
  const chain = resolveChain(AUTH, "role");
  const owner = { account: "333344445555", arn: sts("deploy/atmos") };
  strictEqual(chain.identities[1] !== undefined && isOwner(chain, chain.identities[1], owner), false);
});
