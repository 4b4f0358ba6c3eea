import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type FieldTable,
  IDENTITY_KINDS,
  isTable,
  PROVIDER_KINDS,
} from "../../../src/domain/auth/model/known_fields.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { chainDefinition } from "../../../src/domain/identity/chain_definition.ts";
import {
  type ChainFacts,
  type Definition,
  definitionText,
  neededFacts,
} from "../../../src/domain/identity/definition.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

type Tree = { [key: string]: Plain };

/** A change of a value at a path; `undefined` takes it away. */
function edited(tree: Tree, path: readonly string[], value: Plain | undefined): Tree {
  const [first = "", ...rest] = path;
  const { [first]: old, ...others } = tree;
  if (rest.length > 0) return { ...others, [first]: edited((old ?? {}) as Tree, rest, value) };
  return value === undefined ? others : { ...others, [first]: value };
}

function text(tree: Tree, target: string, facts: ChainFacts = {}): string {
  return definitionText(chainDefinition(resolveChain(authConfig(tree), target), facts));
}

const AUTH: Tree = {
  providers: {
    sso: {
      kind: "aws/iam-identity-center",
      start_url: "https://acme.awsapps.com/start",
      region: "us-east-1",
      session: { duration: "4h" },
    },
    saml: { kind: "aws/saml", url: "https://idp.example.com/app", region: "us-east-1", username: "me" },
    ci: { kind: "github/oidc", region: "us-east-1", spec: { audience: "sts.amazonaws.com" } },
  },
  identities: {
    admin: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "Admin", account: { id: "222233334444" } },
    },
    named: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "Admin", account: { name: "dev" } },
    },
    role: {
      kind: "aws/assume-role",
      via: { identity: "admin" },
      principal: {
        assume_role: "arn:aws:iam::111122223333:role/deploy",
        session_name: "me",
        external_id: "e1",
        source_identity: "you",
        tags: { team: "a" },
        duration: "1h",
      },
    },
    root: {
      kind: "aws/assume-root",
      via: { identity: "role" },
      principal: {
        target_principal: "111122223333",
        task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
      },
    },
    federated: {
      kind: "aws/assume-role",
      via: { provider: "saml" },
      principal: { assume_role: "arn:aws:iam::111122223333:role/dev" },
    },
    job: {
      kind: "aws/assume-role",
      via: { provider: "ci" },
      principal: { assume_role: "arn:aws:iam::111122223333:role/ci" },
    },
    user: {
      kind: "aws/user",
      credentials: {
        access_key_id: "AKIA1",
        secret_access_key: "hush",
        mfa_arn: "arn:aws:iam::111122223333:mfa/me",
      },
    },
    keyless: { kind: "aws/user" },
    env: { kind: "aws/ambient" },
    on_env: {
      kind: "aws/assume-role",
      via: { identity: "env" },
      principal: { assume_role: "arn:aws:iam::111122223333:role/x" },
    },
  },
};

/** An edit: whose definition is looked at, where, and the new value; undefined takes the old one away. */
type Edit = readonly [target: string, path: string, value: Plain | undefined];

const DECISIVE: readonly Edit[] = [
  ["root", "providers.sso.start_url", "https://other.awsapps.com/start"],
  ["root", "providers.sso.region", "eu-west-1"],
  ["root", "identities.admin.principal.name", "ReadOnly"],
  ["root", "identities.admin.principal.account.id", "999988887777"],
  ["named", "identities.named.principal.account.name", "prod"],
  ["named", "identities.named.principal.account", { id: "222233334444" }],
  ["root", "identities.role.principal.assume_role", "arn:aws:iam::111122223333:role/other"],
  ["root", "identities.role.principal.session_name", "other"],
  ["root", "identities.role.principal.session_name", undefined],
  ["root", "identities.role.principal.external_id", "e2"],
  ["root", "identities.role.principal.external_id", undefined],
  ["root", "identities.role.principal.source_identity", "another"],
  ["root", "identities.role.principal.tags", { team: "b" }],
  ["root", "identities.role.principal.tags", { team: "a", more: "c" }],
  ["root", "identities.role.principal.tags", undefined],
  ["root", "identities.role.spec", { endpoint_url: "https://sts.eu-west-1.amazonaws.com" }],
  ["root", "identities.role.via.identity", "user"],
  ["root", "identities.root.principal.target_principal", "999988887777"],
  [
    "root",
    "identities.root.principal.task_policy_arn",
    "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
  ],
  ["federated", "providers.saml.url", "https://idp.example.com/other"],
  ["federated", "providers.saml.username", "you"],
  ["federated", "providers.saml.region", "eu-west-1"],
  ["federated", "identities.federated.principal.assume_role", "arn:aws:iam::111122223333:role/ops"],
  ["job", "providers.ci.spec.audience", "other"],
  ["user", "identities.user.credentials.access_key_id", "AKIA2"],
  ["user", "identities.user.credentials.mfa_arn", "arn:aws:iam::111122223333:mfa/you"],
  ["on_env", "identities.on_env.principal.assume_role", "arn:aws:iam::111122223333:role/y"],
  ["root", "providers.sso.spec.endpoint_url", "https://other.example"],
  ["root", "identities.role.principal.transitive_tags", ["team"]],
  ["root", "identities.role.principal.mfa_serial", "arn:aws:iam::111122223333:mfa/me"],
  ["root", "identities.role.credentials.aws.resolver.url", "https://other.example"],
  ["root", "identities.role.via.provider", "saml"],
  ["root", "identities.admin.spec.endpoint_url", "https://other.example"],
  ["user", "identities.user.spec.endpoint_url", "https://other.example"],
  ["federated", "providers.saml.driver", "Browser"],
  ["federated", "providers.saml.provider_type", "Okta"],
  ["federated", "providers.saml.browser_type", "firefox"],
  ["federated", "providers.saml.browser_executable_path", "/opt/other"],
  ["federated", "providers.saml.download_browser_driver", true],
  ["federated", "providers.saml.saml_process", "another"],
];

const NEUTRAL: readonly Edit[] = [
  ["root", "providers.sso.session.duration", "8h"],
  ["root", "providers.sso.auto_provision_identities", true],
  ["root", "identities.role.principal.duration", "30m"],
  ["root", "identities.role.principal.region", "eu-west-1"],
  ["root", "identities.admin.default", true],
  ["root", "identities.user.credentials.access_key_id", "AKIA2"],
  ["user", "identities.user.credentials.secret_access_key", "changed"],
  ["root", "providers.sso.console.session_duration", "8h"],
  ["root", "providers.sso.default", true],
  ["root", "providers.sso.tags", ["x"]],
  ["federated", "providers.saml.password", "changed"],
  ["user", "identities.user.session.duration", "1h"],
  ["user", "identities.user.credentials.region", "eu-west-1"],
  ["user", "identities.user.credentials.webflow_enabled", false],
  ["user", "identities.user.credentials.mfa_process", "another"],
  ["root", "identities.role.principal.mfa_process", "another"],
  ["root", "identities.role.alias", "another"],
  ["root", "identities.role.required", true],
  ["root", "identities.role.emulator", "x"],
  ["root", "identities.role.env", [{ key: "A", value: "b" }]],
  ["root", "identities.role.tags", ["x"]],
  ["root", "identities.role.integrations", ["x"]],
];

Deno.test("an edit of any field that decides a principal changes the definition", async (t) => {
  for (const [target, path, value] of DECISIVE) {
    await t.step(`${path} = ${JSON.stringify(value)}`, () => {
      const tree = edited(AUTH, path.split("."), value);
      let other: string | undefined;
      try {
        other = text(tree, target);
      } catch {
        // Nobody at all is another principal, too.
      }
      notStrictEqual(other, text(AUTH, target));
    });
  }
});

Deno.test("an edit of an immaterial field keeps the definition", async (t) => {
  for (const [target, path, value] of NEUTRAL) {
    await t.step(path, () => {
      strictEqual(text(edited(AUTH, path.split("."), value), target), text(AUTH, target));
    });
  }
});

/** The paths of a table of fields. */
function pathsIn(table: FieldTable, before = ""): string[] {
  return Object.entries(table).flatMap(([key, inner]) =>
    isTable(inner) ? pathsIn(inner, `${before}${key}.`) : [`${before}${key}`]
  );
}

Deno.test("every field of providers and identities is classified as material or not", async (t) => {
  const tables = { providers: PROVIDER_KINDS.ours, identities: IDENTITY_KINDS.ours };
  const rows = [...DECISIVE, ...NEUTRAL].map(([, path]) => path.split("."));
  // The kind says which of the others there are; the older spelling of via.provider is read as that.
  const others = ["kind", "provider"];
  for (const [section, kinds] of Object.entries(tables)) {
    for (const path of new Set([...kinds.values()].flatMap((table) => pathsIn(table)))) {
      if (others.includes(path)) continue;
      await t.step(`${section} ${path}`, () => {
        ok(rows.some(([of, , ...rest]) => of === section && `${rest.join(".")}.`.startsWith(`${path}.`)));
      });
    }
  }
});

Deno.test("facts outside the configuration are part of the definition", () => {
  const keys = (accessKeyId: string): Definition => ({
    steps: [{ kind: "keys", access_key_id: accessKeyId }],
    opaque: false,
  });
  notStrictEqual(text(AUTH, "on_env", { ambient: keys("A") }), text(AUTH, "on_env", { ambient: keys("B") }));
  notStrictEqual(text(AUTH, "job", { githubJob: "1" }), text(AUTH, "job", { githubJob: "2" }));
  const stored = (accessKeyId: string): ChainFacts => ({ storedKeys: { kind: "keys", accessKeyId } });
  const texts = [{}, stored("A"), stored("B"), { storedKeys: { kind: "keyring" } } as const]
    .map((facts) => text(AUTH, "keyless", facts));
  strictEqual(new Set(texts).size, texts.length);
});

Deno.test("a definition is opaque if its source does not determine the principal", () => {
  const opaque = (target: string, facts: ChainFacts = {}): boolean =>
    chainDefinition(resolveChain(authConfig(AUTH), target), facts).opaque;
  strictEqual(opaque("on_env", { ambient: { steps: [{ kind: "instance" }], opaque: true } }), true);
  strictEqual(opaque("on_env", { ambient: { steps: [{ kind: "keys" }], opaque: false } }), false);
  strictEqual(opaque("keyless", { storedKeys: { kind: "keyring" } }), true);
  strictEqual(opaque("user", { storedKeys: { kind: "keyring" } }), false);
  strictEqual(opaque("root"), false);
});

Deno.test("a definition contains no secret, and lists the facts that it needs", () => {
  ok(!text(AUTH, "user").includes("hush"));
  const needed = (target: string): unknown =>
    neededFacts(chainDefinition(resolveChain(authConfig(AUTH), target)));
  deepStrictEqual(needed("on_env"), { ambient: true, user: undefined, githubJob: false });
  deepStrictEqual(needed("job"), { ambient: false, user: undefined, githubJob: true });
  deepStrictEqual(needed("keyless"), { ambient: false, user: "keyless", githubJob: false });
  deepStrictEqual(needed("user"), { ambient: false, user: undefined, githubJob: false });
});
