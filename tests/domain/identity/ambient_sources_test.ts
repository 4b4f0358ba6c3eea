import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type AmbientSource,
  ambientSources,
  asksDefaultProfile,
} from "../../../src/domain/identity/ambient_sources.ts";
import { hasCredentialSource } from "../../../src/domain/identity/shared_profile_sections.ts";

type Variables = Readonly<Record<string, string>>;

const KEYS = { AWS_ACCESS_KEY_ID: "AKIA1", AWS_SECRET_ACCESS_KEY: "s" };
const WEB = { AWS_ROLE_ARN: "arn:role", AWS_WEB_IDENTITY_TOKEN_FILE: "/var/token" };
const INSTANCE: AmbientSource = { kind: "instance", endpoint: "" };
const FILES = { configFile: "/home/user/.aws/config", credentialsFile: "/home/user/.aws/credentials" };

function sources(variables: Variables, defaultProfile = false): readonly AmbientSource[] {
  return ambientSources((name) => variables[name], { home: "/home/user", cwd: "/work", defaultProfile });
}

Deno.test("ambientSources() lists what could answer, in the order of the SDK's chain", () => {
  const cases: [Variables, boolean, readonly AmbientSource[]][] = [
    [{}, false, [INSTANCE]],
    [{}, true, [{ kind: "profile", name: "default", ...FILES }, INSTANCE]],
    // Keys answer alone, also beside a profile.
    [{ ...KEYS, AWS_PROFILE: "p", ...WEB }, true, [{ kind: "keys", accessKeyId: "AKIA1" }]],
    [{ AWS_ACCESS_KEY_ID: "AKIA1" }, false, [INSTANCE]],
    [{ ...KEYS, AWS_SECRET_ACCESS_KEY: "" }, false, [INSTANCE]],
    [{ AWS_PROFILE: "p" }, false, [{ kind: "profile", name: "p", ...FILES }, INSTANCE]],
    [{ AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "q" }, false, [
      { kind: "profile", name: "p", ...FILES },
      INSTANCE,
    ]],
    [{ AWS_DEFAULT_PROFILE: "q" }, true, [{ kind: "profile", name: "q", ...FILES }, INSTANCE]],
    [
      { AWS_PROFILE: "p", AWS_CONFIG_FILE: "~/c", AWS_SHARED_CREDENTIALS_FILE: "d" },
      false,
      [{ kind: "profile", name: "p", configFile: "/home/user/c", credentialsFile: "/work/d" }, INSTANCE],
    ],
    [WEB, false, [{ kind: "web-identity", roleArn: "arn:role", tokenFile: "/var/token" }, INSTANCE]],
    [{ ...WEB, AWS_ROLE_ARN: "" }, false, [INSTANCE]],
    [
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/x" },
      false,
      [{ kind: "container", uri: "http://169.254.170.23/x" }],
    ],
    [
      { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/x", AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://y" },
      false,
      [{ kind: "container", uri: "/v2/x" }],
    ],
    [{ AWS_EC2_METADATA_DISABLED: "TRUE" }, false, []],
    [{ AWS_EC2_METADATA_DISABLED: "false" }, false, [INSTANCE]],
    [{ AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://[::1]" }, false, [{
      kind: "instance",
      endpoint: "http://[::1]",
    }]],
  ];
  for (const [variables, hasDefault, expected] of cases) {
    deepStrictEqual(sources(variables, hasDefault), expected, JSON.stringify(variables));
  }
});

Deno.test("the default profile matters only where nothing goes before it", () => {
  const asks = (variables: Variables): boolean => asksDefaultProfile((name) => variables[name]);
  strictEqual(asks({}), true);
  strictEqual(asks(WEB), true);
  strictEqual(asks({ AWS_ACCESS_KEY_ID: "x" }), true);
  strictEqual(asks(KEYS), false);
  strictEqual(asks({ AWS_PROFILE: "p" }), false);
});

Deno.test("hasCredentialSource() tells profiles with credentials from those without", () => {
  const found: [string, string][] = [
    ["[default]\naws_access_key_id = A\n", "default"],
    ["[default]\r\nregion=x\r\nrole_arn=arn\r\n", "default"],
    ["[profile dev]\nsso_session = x", "dev"],
    ["[ profile  'a b' ]\ncredential_process = /x", "a b"],
    ["[other]\nregion=x\n\n[default] # mine\nSSO_ACCOUNT_ID=1", "default"],
    ["[default]\nregion=x\n[default]\nlogin_session=y", "default"],
  ];
  for (const [text, profile] of found) strictEqual(hasCredentialSource(text, profile), true, text);
  const missing: [string, string][] = [
    ["", "default"],
    ["[default]\nregion = eu-west-1\noutput = json", "default"],
    ["[default]\naws_access_key_id =\n", "default"],
    ["aws_access_key_id = A\n[default]", "default"],
    ["[other]\naws_access_key_id = A", "default"],
    ["[sso-session default]\nsso_start_url = x", "default"],
    ["[default]\ns3 =\n  role_arn = x", "default"],
    ["# [default]\n#aws_access_key_id = A", "default"],
  ];
  for (const [text, profile] of missing) strictEqual(hasCredentialSource(text, profile), false, text);
});
