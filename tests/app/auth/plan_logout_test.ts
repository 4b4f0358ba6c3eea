import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { type LogoutPlan, type LogoutScope, planLogout } from "../../../src/app/auth/plan_logout.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

const SSO = {
  kind: "aws/iam-identity-center",
  start_url: "https://a.awsapps.com/start",
  region: "us-east-1",
};

function role(via: { readonly [key: string]: Plain }): Plain {
  return { kind: "aws/assume-role", via, principal: { assume_role: "arn:aws:iam::111122223333:role/x" } };
}

function set(provider: string): Plain {
  return {
    kind: "aws/permission-set",
    via: { provider },
    principal: { name: "A", account: { id: "111122223333" } },
  };
}

function registry(via: { readonly [key: string]: Plain }, region: string, rest = {}): Plain {
  return { kind: "aws/ecr", via, spec: { registry: { account_id: "111122223333", region }, ...rest } };
}

const AUTH = authConfig({
  providers: {
    sso: SSO,
    again: SSO,
    other: { ...SSO, region: "eu-west-1" },
    gh: { kind: "github/oidc", region: "us-east-1", spec: { audience: "x" } },
  },
  identities: {
    Dev: set("sso"),
    deploy: role({ identity: "DEV" }),
    user: { kind: "aws/user", credentials: { access_key_id: "AKIA", secret_access_key: "x" } },
    me: { kind: "aws/ambient" },
    lost: role({ identity: "nobody" }),
    else: set("other"),
  },
  integrations: {
    a: registry({ identity: "dev" }, "us-east-1", { auto_provision: false }),
    b: registry({ provider: "SSO" }, "us-east-2"),
    same: registry({ identity: "deploy" }, "us-east-1"),
    c: registry({ identity: "me" }, "us-west-2"),
    free: registry({ identity: "nobody" }, "us-west-1"),
    eks: { kind: "aws/eks", via: { identity: "dev" } },
  },
});

function shown({ sessions, centers, targets, notes }: LogoutPlan): readonly string[] {
  return [
    sessions.map(({ identity, place: { realm, root } }) => `${realm}/${root}/${identity}`).join(" "),
    centers.map(({ name }) => name).join(" "),
    targets.map(({ registry: { region }, identity = "-" }) => `${region}:${identity}`).join(" "),
    `${notes.length}`,
  ];
}

/** Scope → sessions, logins to IAM Identity Center, registries, how much is said. */
const ROWS: readonly (readonly [LogoutScope, readonly string[]])[] = [
  [{ kind: "identity", name: "dev" }, ["acme/sso/Dev", "", "us-east-1:Dev us-east-2:Dev", "0"]],
  [{ kind: "identity", name: "DEPLOY" }, ["acme/sso/deploy", "", "us-east-2:deploy us-east-1:deploy", "0"]],
  [{ kind: "identity", name: "user" }, ["acme/aws-user/user", "", "", "0"]],
  [{ kind: "identity", name: "me" }, ["", "", "us-west-2:me", "0"]],
  [{ kind: "several", identities: [], providers: ["Sso"] }, [
    "acme/sso/Dev acme/sso/deploy",
    "sso",
    "us-east-1:Dev us-east-2:-",
    "0",
  ]],
  [{ kind: "several", identities: [], providers: ["again"] }, ["", "again", "", "0"]],
  [{ kind: "several", identities: [], providers: ["gh"] }, ["", "", "", "0"]],
  [{ kind: "all" }, [
    "acme/sso/Dev acme/sso/deploy acme/aws-user/user acme/other/else",
    "sso other",
    "us-east-1:Dev us-east-2:- us-west-2:me us-west-1:-",
    "1",
  ]],
];

for (const [scope, expected] of ROWS) {
  Deno.test(`planLogout() of ${JSON.stringify(scope)}`, () => {
    deepStrictEqual(shown(planLogout(AUTH, scope, "acme")), expected);
  });
}

/** Scope → error code. */
const ERRORS: readonly (readonly [LogoutScope, string])[] = [
  [{ kind: "identity", name: "nobody" }, "IDENTITY_NOT_FOUND"],
  [{ kind: "identity", name: "lost" }, "IDENTITY_NOT_FOUND"],
  [{ kind: "several", identities: [], providers: ["nobody"] }, "PROVIDER_NOT_FOUND"],
];

for (const [scope, code] of ERRORS) {
  Deno.test(`planLogout() rejects ${JSON.stringify(scope)}`, () => {
    throws(() => planLogout(AUTH, scope, "acme"), (error) => {
      strictEqual(error instanceof AtmosEcrError ? error.code : error, code);
      return true;
    });
  });
}
