import assert from "node:assert/strict";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { plan, type PlanInput } from "./plan_support.ts";

/** A key that must not be shown, whatever is wrong with it. */
const KEY = "AKIAHIDDEN";

const SSO = "sso_account_id = 111111111111\nsso_role_name = r\n";
const ROLE = "role_arn = arn:aws:iam::111111111111:role/r\n";

interface Row {
  readonly input: PlanInput;
  readonly words: RegExp;
  readonly at?: string;
  readonly hint?: RegExp;
}

const ROWS: Readonly<Record<string, Row>> = {
  "sso_session names nothing": {
    input: { config: `[default]\nsso_session = acme\n${SSO}[sso-session acmee]\nsso_region = x\n` },
    words:
      /profile "default": its sso_session "acme" is not defined: there is no section \[sso-session acme\]/,
    at: "config:2",
    hint: /acmee/,
  },
  "sso-session lacks its region": {
    input: { config: `[default]\nsso_session = acme\n${SSO}[sso-session acme]\nsso_start_url = https://a\n` },
    words: /section \[sso-session acme\] has no sso_region/,
    at: "config:5",
  },
  "sso-session has an empty start URL": {
    input: { config: `[default]\nsso_session = acme\n${SSO}[sso-session acme]\nsso_start_url =\n` },
    words: /section \[sso-session acme\] has no sso_start_url/,
    at: "config:5",
  },
  "a profile of the old form lacks its region": {
    input: { config: `[default]\nsso_start_url = https://a\n${SSO}` },
    words: /the AWS profile "default" has no sso_region/,
    at: "config:1",
  },
  "an SSO profile lacks its role": {
    input: {
      config:
        "[default]\nsso_session = s\nsso_account_id = 1\n[sso-session s]\nsso_region = x\nsso_start_url = https://a\n",
    },
    words: /has no sso_role_name/,
    at: "config:1",
  },
  "source_profile is missing": {
    input: { config: `[default]\n${ROLE}source_profile = bse\n[profile base]\n` },
    words: /its source_profile "bse" does not exist/,
    at: "config:3",
    hint: /base/,
  },
  "source_profile chain contains a cycle": {
    input: {
      config:
        `[default]\n${ROLE}source_profile = a\n[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}` +
        "source_profile = a\n",
    },
    words: /chain contains a cycle: "default" → "a" → "b" → "a"/,
    at: "config:9",
  },
  "source_profile has no credentials": {
    input: { config: `[default]\n${ROLE}source_profile = a\n[profile a]\nregion = x\n` },
    words: /its source_profile "a" has no credentials/,
    at: "config:4",
  },
  "a role alone": {
    input: { config: `[default]\n${ROLE}` },
    words: /it has a role_arn, but no credentials to assume the role with/,
    at: "config:2",
    hint: /source_profile, credential_source or web_identity_token_file/,
  },
  "half a pair, the secret missing": {
    input: { credentials: `[default]\naws_access_key_id = ${KEY}\n` },
    words: /it has aws_access_key_id without aws_secret_access_key in "credentials"/,
    at: "credentials:2",
  },
  "half a pair, the id missing": {
    input: { credentials: `[default]\naws_secret_access_key = ${KEY}\n` },
    words: /it has aws_secret_access_key without aws_access_key_id in "credentials"/,
    at: "credentials:2",
  },
  "half a pair in variables": {
    input: { env: { AWS_ACCESS_KEY_ID: KEY } },
    words: /Cannot use AWS_ACCESS_KEY_ID: AWS_SECRET_ACCESS_KEY is not set/,
  },
  "quotes around a key": {
    input: { credentials: `[default]\naws_access_key_id = "${KEY}"\naws_secret_access_key = x\n` },
    words: /aws_access_key_id has a quote as character 1 of 12/,
    at: "credentials:2",
  },
  "a comment behind a key": {
    input: { credentials: `[default]\naws_access_key_id = a\naws_secret_access_key = ${KEY} # mine\n` },
    words: /aws_secret_access_key has a space as character 11 of 17/,
    at: "credentials:3",
  },
  "a key over two lines": {
    input: { credentials: `[default]\naws_access_key_id = a\naws_secret_access_key = ${KEY}\n  ${KEY}\n` },
    words: /aws_secret_access_key has a line break as character 11 of 21/,
    at: "credentials:3",
  },
  "a line end in a variable": {
    input: { env: { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: `${KEY}\n` } },
    words: /AWS_SECRET_ACCESS_KEY has a line break as character 11 of 11/,
  },
  "a blank before a session token in a variable": {
    input: { env: { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: ` ${KEY}` } },
    words: /AWS_SESSION_TOKEN has a space as character 1 of 11/,
  },
  "letters beyond ASCII in a key": {
    input: { credentials: `[default]\naws_access_key_id = a\naws_secret_access_key = ${KEY}ß\n` },
    words: /a non-ASCII character as character 11/,
  },
  "a file that the AWS CLI refuses": {
    input: { config: `[default]\n${KEY}\n` },
    words: /Cannot use the AWS file "config": line 2 is neither a header nor a setting/,
    at: "config:2",
  },
  "a byte-order mark": {
    input: { config: "\uFEFF[default]\n" },
    words: /line 1 starts with a byte-order mark/,
    at: "config:1",
  },
  "a section twice": {
    input: { credentials: "[a]\n[b]\n[a]\n" },
    words: /line 3 repeats a section header/,
  },
  "an sso_region that does not exist, in the section": {
    input: {
      config:
        `[default]\nsso_session = s\n${SSO}[sso-session s]\nsso_start_url = https://a\nsso_region = eu-wst # x\n`,
    },
    words: /AWS has no region "eu-wst # x", which is the sso_region of section \[sso-session s\]$/,
    at: "config:7",
  },
  "an sso_region that does not exist, in the profile": {
    input: { config: `[default]\n${SSO}sso_start_url = https://a\nsso_region = "eu-west-1"\n` },
    words: /AWS has no region ""eu-west-1"", which is the sso_region of the AWS profile "default"$/,
    at: "config:5",
  },
  "a credential_process in a block": {
    input: { config: "[default]\ncredential_process =\n  /opt/keys --role = x\n" },
    words: /its credential_process is a block of settings/,
    at: "config:2",
  },
  "a web_identity_token_file in a block": {
    input: { config: "[default]\nweb_identity_token_file =\n  a = b\n" },
    words: /its web_identity_token_file is a block of settings/,
    at: "config:2",
  },
  "a login_session in a block": {
    input: { config: "[default]\nlogin_session =\n  a = b\n" },
    words: /its login_session is a block of settings/,
    at: "config:2",
  },
  "an empty login_session": {
    input: { config: "[default]\nlogin_session =\n" },
    words: /its login_session is empty/,
    at: "config:2",
  },
  "a session token in a block": {
    input: {
      config: "[default]\naws_access_key_id = a\naws_secret_access_key = b\naws_session_token =\n  a = b\n",
    },
    words: /aws_session_token is a block of settings/,
    at: "config:4",
  },
  "a chosen profile without credentials": {
    input: { config: "[profile a]\nregion = x\n", profile: "a" },
    words: /the AWS profile "a": it has no credential source/,
    at: "config:1",
  },
  "a name that could steer a terminal": {
    input: { config: `[default]\n${ROLE}source_profile = \u001b[2J\n` },
    words: /"\\u\{1b\}\[2J" does not exist/,
  },
};

Deno.test("errors in AWS files are reported with their position, and without any key", async (t) => {
  for (const [name, { input, words, at, hint }] of Object.entries(ROWS)) {
    await t.step(name, () => {
      assert.throws(() => plan(input), (error: unknown) => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.code, "AWS_PROFILE_INVALID");
        assert.match(error.message, words);
        if (at !== undefined) assert.equal(`${error.position?.file}:${error.position?.line}`, at);
        if (hint !== undefined) assert.match(error.hint ?? "", hint);
        assert.ok(!`${error.message} ${error.hint}`.includes(KEY));
        return true;
      });
    });
  }
});

Deno.test("a missing named profile is reported with the nearest name", () => {
  assert.throws(() => plan({ config: "[profile prod]\n", env: { AWS_PROFILE: "prd" } }), {
    code: "AWS_CREDENTIALS_MISSING",
    message:
      'Cannot get the AWS credentials of profile "prd": the AWS config and credentials files have no such profile',
    hint: /prod/,
  });
});
