import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { readAwsFiles } from "../../../src/domain/aws_files/aws_files.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import {
  draftOfProfiles,
  type ProfileFacts,
  type UsableProfile,
  usableProfile,
} from "../../../src/domain/init/draft_profiles.ts";
import type { AuthDraft } from "../../../src/domain/init/auth_draft.ts";

function factsOf(config: string, credentials = ""): ProfileFacts {
  const files = readAwsFiles({
    config: { file: "config", text: config },
    credentials: { file: "credentials", text: credentials },
  });
  return { files, variable: () => undefined, home: "/home/me", cwd: "/work" };
}

function draft(names: readonly string[], facts: ProfileFacts): AuthDraft {
  const usable = names.map((name): UsableProfile => {
    const profile = facts.files.profiles.get(name);
    const found = profile === undefined ? undefined : usableProfile(profile, facts);
    if (found === undefined) throw new Error(`no profile ${name}`);
    return found;
  });
  return draftOfProfiles(usable, facts);
}

const KEYS = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n";
const ROLE = "role_arn = arn:aws:iam::333344445555:role/deploy\n";

/** What the files say → name, kind, and what it builds upon, of every identity. */
const KINDS: readonly (readonly [
  name: string,
  profile: string,
  config: string,
  credentials: string,
  expected: readonly (readonly [name: string, kind: string, via: string])[],
])[] = [
  [
    "SSO by a session",
    "dev",
    "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1\n" +
    "[profile dev]\nsso_session = acme\nsso_account_id = 222233334444\nsso_role_name = Admin\n",
    "",
    [["dev", "aws/permission-set", "acme"]],
  ],
  [
    "SSO of the old form",
    "dev",
    "[profile dev]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1\n" +
    "sso_account_id = 222233334444\nsso_role_name = Admin\n",
    "",
    [["dev", "aws/permission-set", "acme-sso"]],
  ],
  ["keys", "me", "", `[me]\n${KEYS}`, [["me", "aws/user", ""]]],
  ["keys in the config file", "me", `[profile me]\n${KEYS}`, "", [["me", "aws/ambient", ""]]],
  [
    "keys of a session",
    "me",
    "",
    `[me]\n${KEYS}aws_session_token = x\n`,
    [["me", "aws/ambient", ""]],
  ],
  [
    "a role over keys",
    "deploy",
    `[profile deploy]\n${ROLE}source_profile = me\n`,
    `[me]\n${KEYS}`,
    [["me", "aws/user", ""], ["deploy", "aws/assume-role", "me"]],
  ],
  [
    "a role over a role over a program",
    "c",
    `[profile c]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = a\n` +
    "[profile a]\ncredential_process = x\n",
    "",
    [["a", "aws/ambient", ""], ["b", "aws/assume-role", "a"], ["c", "aws/assume-role", "b"]],
  ],
  [
    "a role over its own keys",
    "me",
    `[profile me]\n${ROLE}source_profile = me\n`,
    `[me]\n${KEYS}`,
    [["me", "aws/user", ""], ["me-role", "aws/assume-role", "me"]],
  ],
  [
    "a role over a source that has a role of its own, whose keys count",
    "top",
    `[profile top]\n${ROLE}source_profile = me\n[profile me]\n${ROLE}source_profile = other\n`,
    `[me]\n${KEYS}[other]\n${KEYS}`,
    [["me", "aws/user", ""], ["top", "aws/assume-role", "me"]],
  ],
  [
    "a role of the instance",
    "node",
    `[profile node]\n${ROLE}credential_source = Ec2InstanceMetadata\n`,
    "",
    [["environment", "aws/ambient", ""], ["node", "aws/assume-role", "environment"]],
  ],
  ["a program", "p", "[profile p]\ncredential_process = x\n", "", [["p", "aws/ambient", ""]]],
  [
    "a web identity",
    "w",
    `[profile w]\n${ROLE}web_identity_token_file = /t\n`,
    "",
    [["w", "aws/ambient", ""]],
  ],
  // Names that atmos.yaml cannot have.
  ["keys of a forbidden name", "constructor", "", `[constructor]\n${KEYS}`, [[
    "constructor-2",
    "aws/ambient",
    "",
  ]]],
  [
    "a role and a session of forbidden names",
    "Prototype",
    `[profile Prototype]\n${ROLE}source_profile = dev\n` +
    "[sso-session __proto__]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1\n" +
    "[profile dev]\nsso_session = __proto__\nsso_account_id = 222233334444\nsso_role_name = Admin\n",
    "",
    [["dev", "aws/permission-set", "__proto__-2"], ["Prototype-2", "aws/assume-role", "dev"]],
  ],
];

Deno.test("draftOfProfiles() gives each kind of profile its kind of identity", async (t) => {
  for (const [name, profile, config, credentials, expected] of KINDS) {
    await t.step(name, () => {
      const { identities, chosen } = draft([profile], factsOf(config, credentials));
      deepStrictEqual(
        identities.map(({ name, fields }) => {
          const via = fields["via"];
          const below = typeof via === "object" ? via["identity"] ?? via["provider"] : "";
          return [name, fields["kind"], below];
        }),
        expected,
      );
      strictEqual(chosen.at(-1), expected.at(-1)?.[0]);
      for (const { fields, comment } of identities) {
        strictEqual(comment !== undefined, fields["kind"] === "aws/ambient" || fields["kind"] === "aws/user");
      }
    });
  }
});

Deno.test("draftOfProfiles() keeps all parameters of a role, and creates nothing twice", () => {
  const facts = factsOf(
    `[profile a]\n${ROLE}source_profile = me\nexternal_id = acme\nrole_session_name = ci\nduration_seconds = 900\n` +
      "mfa_serial = arn:aws:iam::111122223333:mfa/me\nregion = eu-west-1\n" +
      `[profile b]\n${ROLE}source_profile = me\n`,
    `[me]\n${KEYS}`,
  );
  const { identities, chosen } = draft(["a", "b", "me"], facts);
  deepStrictEqual(identities.map(({ name }) => name), ["me", "a", "b"]);
  deepStrictEqual(chosen, ["a", "b", "me"]);
  deepStrictEqual(identities[1]?.fields["principal"], {
    assume_role: "arn:aws:iam::333344445555:role/deploy",
    session_name: "ci",
    external_id: "acme",
    duration: "900s",
    mfa_serial: "arn:aws:iam::111122223333:mfa/me",
    region: "eu-west-1",
  });
  strictEqual(identities[1]?.account, "333344445555");
  strictEqual(identities[0]?.account, undefined);
});

Deno.test("draftOfProfiles() never gives two identities names that differ only in case", () => {
  const facts = factsOf("", `[Dev]\n${KEYS}[dev]\n${KEYS}`);
  const { identities } = draft(["Dev", "dev"], facts);
  deepStrictEqual(identities.map(({ name, fields }) => [name, fields["kind"]]), [
    ["Dev", "aws/user"],
    // The keys of another name would not be found.
    ["dev-2", "aws/ambient"],
  ]);
});

Deno.test("usableProfile() rejects what the AWS CLI rejects", () => {
  const facts = factsOf(`[profile a]\n${ROLE}\n[profile none]\nregion = eu-west-1\n`);
  throws(() => draft(["a"], facts), AwsError);
  throws(() => draft(["none"], facts), /no profile none/);
});
