import assert from "node:assert/strict";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import type { PlannedRole } from "../../../../src/domain/identity/ambient/ambient_plan.ts";
import { plan, type PlanInput } from "./plan_support.ts";

/** What must not be shown, whatever is wrong with it. */
const KEY = "AKIAHIDDEN";

const ARN = "arn:aws:iam::111111111111:role/r";
const ROLE = `role_arn = ${ARN}\n`;

/** ARNs that AWS has. */
const ROLE_ARNS = [
  "arn:aws-cn:iam::111111111111:role/r",
  "arn:aws-us-gov:iam::111111111111:role/r",
  "arn:aws-eusc:iam::111111111111:role/r",
  "arn:aws-iso-b:iam::111111111111:role/r",
  "arn:aws:iam::111111111111:role/team/sub/r+=,.@-_",
  "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef",
];

interface Row {
  readonly input: PlanInput;
  readonly words: RegExp;
  readonly at?: string;
  readonly hint?: RegExp;
}

const ROWS: Readonly<Record<string, Row>> = {
  "a role_arn that is none": {
    input: { config: `[default]\nrole_arn = nonsense\nsource_profile = default\n` },
    words: /its role_arn is not a role ARN/,
    at: "config:2",
    hint: /arn:aws:iam::123456789012:role\/name/,
  },
  "a role_arn of nothing": {
    input: { config: "[default]\nregion = eu-west-1\nrole_arn =\nsource_profile = default\n" },
    words: /its role_arn is not a role ARN/,
    at: "config:3",
  },
  "a role_arn in quotes": {
    input: {
      config: '[default]\nrole_arn = "arn:aws:iam::111111111111:role/r"\ncredential_source = Environment\n',
    },
    words: /its role_arn is not a role ARN/,
    at: "config:2",
  },
  "a role_arn of a user": {
    input: {
      config: "[default]\nrole_arn = arn:aws:iam::111111111111:user/r\nsource_profile = a\n[profile a]\n",
    },
    words: /its role_arn is not a role ARN/,
  },
  "a role_arn with a comment behind it": {
    input: { config: "[default]\nrole_arn = arn:aws:iam::111111111111:role/r # mine\nsource_profile = a\n" },
    words: /its role_arn is not a role ARN/,
  },
  "a role_arn of a block": {
    input: { config: "[default]\nrole_arn =\n  a = b\nsource_profile = a\n" },
    words: /its role_arn is a block of settings/,
  },
  "a role_arn that is none, in a profile on the way": {
    input: {
      config:
        `[default]\n${ROLE}source_profile = a\n[profile a]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = b\n` +
        "[profile b]\naws_access_key_id = a\naws_secret_access_key = b\n",
    },
    words: /profile "a": its role_arn is not a role ARN/,
    at: "config:5",
  },
  "a role_arn that is none, beside a web identity": {
    input: { config: "[default]\nrole_arn = r\nweb_identity_token_file = /t\n" },
    words: /profile "default": its role_arn is not a role ARN/,
    at: "config:2",
  },
  "a role that is none, in a variable": {
    input: { env: { AWS_ROLE_ARN: "my-role", AWS_WEB_IDENTITY_TOKEN_FILE: "/t" } },
    words: /Cannot use AWS_ROLE_ARN: it is not a role ARN/,
  },
  "an empty source_profile": {
    input: { config: `[default]\n${ROLE}source_profile =\n` },
    words: /its source_profile is empty/,
    at: "config:3",
  },
  "a role_session_name with a blank": {
    input: { config: `[default]\n${ROLE}role_session_name = my session\nsource_profile = a\n` },
    words: /its role_session_name has characters that AWS does not accept/,
    at: "config:3",
  },
  "a role_session_name of one letter": {
    input: { config: `[default]\n${ROLE}source_profile = a\nrole_session_name = x\n` },
    words: /its role_session_name has 1 character/,
    at: "config:4",
  },
  "a role_session_name that is too long, beside a web identity": {
    input: {
      config: `[default]\n${ROLE}web_identity_token_file = /t\nrole_session_name = ${"x".repeat(65)}\n`,
    },
    words: /its role_session_name has 65 characters/,
    at: "config:4",
  },
  "a session name that is none, in a variable": {
    input: { env: { AWS_ROLE_ARN: ARN, AWS_WEB_IDENTITY_TOKEN_FILE: "/t", AWS_ROLE_SESSION_NAME: "a/b" } },
    words: /Cannot use AWS_ROLE_SESSION_NAME: it has characters that AWS does not accept/,
  },
  "duration_seconds below the range": {
    input: { config: `[default]\n${ROLE}duration_seconds = 899\nsource_profile = a\n` },
    words: /its duration_seconds is not between 900 and 43200/,
    at: "config:3",
    hint: /900 to 43200/,
  },
  "duration_seconds above the range": {
    input: { config: `[default]\n${ROLE}duration_seconds = 43201\nsource_profile = a\n` },
    words: /its duration_seconds is not between 900 and 43200/,
    at: "config:3",
  },
  "a negative duration_seconds": {
    input: { config: `[default]\n${ROLE}duration_seconds = -3600\nsource_profile = a\n` },
    words: /its duration_seconds is not between 900 and 43200/,
    at: "config:3",
  },
  "duration_seconds without end": {
    input: { config: `[default]\n${ROLE}duration_seconds = ${"9".repeat(30)}\nsource_profile = a\n` },
    words: /its duration_seconds is not between 900 and 43200/,
    at: "config:3",
  },
  "an external_id that AWS does not accept": {
    input: { config: `[default]\n${ROLE}external_id = ${KEY}$\nsource_profile = a\n` },
    words: /its external_id has characters that AWS does not accept/,
    at: "config:3",
  },
  "an external_id of one letter": {
    input: { config: `[default]\n${ROLE}external_id = x\nsource_profile = a\n` },
    words: /its external_id has 1 character/,
    at: "config:3",
  },
  "an mfa_serial that is too short": {
    input: { config: `[default]\n${ROLE}mfa_serial = 12345678\nsource_profile = a\n` },
    words: /its mfa_serial has 8 characters/,
    at: "config:3",
  },
  "an mfa_serial with a blank": {
    input: { config: `[default]\n${ROLE}mfa_serial = GAHT 12345678\nsource_profile = a\n` },
    words: /its mfa_serial has characters that AWS does not accept/,
    at: "config:3",
  },
};

Deno.test("invalid role parameters are reported with their position, before any call", async (t) => {
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

Deno.test("documented role parameters and durations are accepted, up to their limits", async (t) => {
  const keys = "source_profile = k\n[profile k]\naws_access_key_id = a\naws_secret_access_key = b\n";
  const rows: Readonly<Record<string, readonly [string, Partial<PlannedRole>]>> = {
    "the shortest session": ["duration_seconds = 900\n", { durationSeconds: 900 }],
    "the longest session": ["duration_seconds = 43200\n", { durationSeconds: 43_200 }],
    "a number as Python has it": ["duration_seconds = +3_600\n", { durationSeconds: 3600 }],
    "what is no number, as the AWS CLI": ["duration_seconds = 1h\n", { durationSeconds: undefined }],
    "a fraction, as the AWS CLI": ["duration_seconds = 3600.0\n", { durationSeconds: undefined }],
    "the shortest name": ["role_session_name = ab\n", { sessionName: "ab" }],
    "the longest name": [`role_session_name = ${"x".repeat(64)}\n`, { sessionName: "x".repeat(64) }],
    "an empty name, as the AWS CLI": ["role_session_name =\n", { sessionName: undefined }],
    "all characters of a name": ["role_session_name = aZ0_+=,.@-\n", { sessionName: "aZ0_+=,.@-" }],
    "all characters of an external ID": ["external_id = aZ0_+=,.@:/-\n", { externalId: "aZ0_+=,.@:/-" }],
    "the longest external ID": [`external_id = ${"x".repeat(1224)}\n`, { externalId: "x".repeat(1224) }],
    "a hardware device": ["mfa_serial = GAHT12345\n", { mfaSerial: "GAHT12345" }],
  };
  for (const [name, [settings, wanted]] of Object.entries(rows)) {
    await t.step(name, () => {
      const { source } = plan({ config: `[default]\n${ROLE}${settings}${keys}` });
      assert.partialDeepStrictEqual(source, { kind: "role", roleArn: ARN, ...wanted });
    });
  }
  for (const arn of ROLE_ARNS) {
    await t.step(arn, () => {
      const { source } = plan({ config: `[default]\nrole_arn = ${arn}\n${keys}` });
      assert.partialDeepStrictEqual(source, { kind: "role", roleArn: arn });
    });
  }
});
