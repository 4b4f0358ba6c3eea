import assert from "node:assert/strict";
import type { PlannedSource } from "../../../../src/domain/identity/ambient/ambient_plan.ts";
import { plan, type PlanInput } from "./plan_support.ts";

const ARN = "arn:aws:iam::111111111111:role";
const WEB = { AWS_ROLE_ARN: `${ARN}/web`, AWS_WEB_IDENTITY_TOKEN_FILE: "token" };
const INSTANCE = {
  kind: "instance",
  endpoint: undefined,
  ipv6: false,
  tokenRequired: false,
  timeoutSeconds: 1,
  attempts: 1,
} as const;
const POD = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/x",
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/var/token",
};

const ROWS: Readonly<Record<string, readonly [PlanInput, Partial<PlannedSource> | undefined]>> = {
  "nothing: the instance": [{}, INSTANCE],
  "the instance by IPv6": [{ env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" } }, {
    ...INSTANCE,
    ipv6: true,
  }],
  "the instance as the profile says": [{
    config: "[default]\nec2_metadata_service_endpoint = http://[::1]\nec2_metadata_v1_disabled = true\n",
  }, { ...INSTANCE, endpoint: "http://[::1]", tokenRequired: true }],
  "the instance is not to be asked": [{ env: { AWS_EC2_METADATA_DISABLED: "TRUE" } }, undefined],
  "a container before the instance": [{ env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/x" } }, {
    kind: "container",
    url: "http://169.254.170.2/v2/x",
  }],
  "a relative URI before a full one": [
    { env: { ...POD, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/x" } },
    { kind: "container", url: "http://169.254.170.2/v2/x" },
  ],
  "a pod with a token in a file": [{ env: POD }, { kind: "container", authorizationFile: "/var/token" }],
  "web identity before the container": [{ env: { ...POD, ...WEB } }, {
    kind: "web-identity",
    tokenFile: "/work/token",
  }],
  "a role of the profile before the web identity of variables": [{
    env: WEB,
    config: `[default]\nrole_arn = ${ARN}/r\ncredential_source = Ec2InstanceMetadata\n`,
  }, { kind: "role", source: INSTANCE }],
  "a role in a variable with the token file of the profile": [{
    env: { AWS_ROLE_ARN: `${ARN}/other` },
    config: `[default]\nrole_arn = ${ARN}/r\nweb_identity_token_file = /t\n`,
  }, { kind: "web-identity", roleArn: `${ARN}/other`, tokenFile: "/t" }],
  "a named profile without credentials leads to the machine, as in the AWS CLI": [{
    env: { AWS_PROFILE: "a" },
    config: "[profile a]\nregion = x\n",
  }, INSTANCE],
  "the instance of a chain as the profile in use says, not one on the way": [{
    env: { AWS_PROFILE: "p" },
    config: `[profile p]\nrole_arn = ${ARN}/p\nsource_profile = q\nec2_metadata_v1_disabled = true\n` +
      `[profile q]\nrole_arn = ${ARN}/q\ncredential_source = Ec2InstanceMetadata\n` +
      "ec2_metadata_service_endpoint = http://[::1]\n",
  }, {
    kind: "role",
    source: { kind: "role", source: { ...INSTANCE, tokenRequired: true } } as PlannedSource,
  }],
  "the instance with time and attempts as variables and the profile say": [{
    env: { AWS_METADATA_SERVICE_TIMEOUT: "5" },
    config: "[default]\nmetadata_service_num_attempts = 3\nmetadata_service_timeout = 9\n",
  }, { ...INSTANCE, timeoutSeconds: 5, attempts: 3 }],
  "the instance with times and attempts that are none": [{
    env: { AWS_METADATA_SERVICE_TIMEOUT: "0", AWS_METADATA_SERVICE_NUM_ATTEMPTS: "-1" },
    config: "[default]\nmetadata_service_timeout = 9\n",
  }, { ...INSTANCE, timeoutSeconds: 1, attempts: 1 }],
  "the instance by IPv6, by the older setting": [{ config: "[default]\nimds_use_ipv6 = true\n" }, {
    ...INSTANCE,
    ipv6: true,
  }],
  "the older setting counts only where the newer is not there": [{
    env: { AWS_IMDS_USE_IPV6: "true", AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv4" },
  }, INSTANCE],
  "a chain that ends in SSO": [{
    config:
      `[default]\nrole_arn = ${ARN}/r\nsource_profile = s\n[profile s]\nsso_session = x\nsso_account_id = 111111111111\nsso_role_name = r\n` +
      "[sso-session x]\nsso_start_url = https://a\nsso_region = eu-west-1\n",
  }, { kind: "role" }],
  "a profile that is its own source, where it has keys": [{
    config:
      `[default]\nrole_arn = ${ARN}/r\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = s\n`,
  }, { kind: "role" }],
};

Deno.test("planAmbient() uses the first source in the order of the AWS CLI", async (t) => {
  for (const [name, [input, expected]] of Object.entries(ROWS)) {
    await t.step(name, () => {
      const { source } = plan(input);
      if (expected === undefined) assert.equal(source, undefined);
      else assert.partialDeepStrictEqual(source, expected);
    });
  }
});

Deno.test("planAmbient() follows a chain of any length to its end", () => {
  const length = 50;
  const profiles = Array.from(
    { length },
    (_, index) => `[profile p${index}]\nrole_arn = ${ARN}/r${index}\nsource_profile = p${index + 1}\n`,
  );
  const config = `${
    profiles.join("")
  }[profile p${length}]\naws_access_key_id = A\naws_secret_access_key = s\n`;
  let source = plan({ config, env: { AWS_PROFILE: "p0" } }).source;
  let roles = 0;
  while (source?.kind === "role") {
    roles += 1;
    source = source.source;
  }
  assert.equal(roles, length);
  assert.equal(source?.kind, "keys");
});
