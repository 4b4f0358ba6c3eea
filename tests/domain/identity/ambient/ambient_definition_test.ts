import assert from "node:assert/strict";
import { ambientDefinition } from "../../../../src/domain/identity/ambient/ambient_definition.ts";
import { definitionText } from "../../../../src/domain/identity/definition.ts";
import { plan, type PlanInput } from "./plan_support.ts";

const MACHINE = {
  bootId: () => Promise.resolve("boot"),
  containerSubject: () => Promise.resolve("subject"),
};

async function text(input: PlanInput): Promise<string> {
  return definitionText(await ambientDefinition(plan(input), MACHINE));
}

const ARN = "arn:aws:iam::111111111111:role";
const KEYS = "aws_access_key_id = AKIA\naws_secret_access_key = s\n";
const CHAIN = `[default]\nrole_arn = ${ARN}/r1\nrole_session_name = name\nexternal_id = external\n` +
  "mfa_serial = GAHT12345678\n" +
  "source_profile = a\nduration_seconds = 900\nregion = eu-west-1\n" +
  `[profile a]\nrole_arn = ${ARN}/r2\nsource_profile = b\n[profile b]\n${KEYS}`;
const SSO = "[default]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = r\n" +
  "[sso-session s]\nsso_start_url = https://a\nsso_region = eu-west-1\n";
const WEB = `[default]\nrole_arn = ${ARN}/r\nweb_identity_token_file = /t\nrole_session_name = name\n`;

/** Files and what stands in them, and each edit that makes another principal. */
const EDITS: readonly (readonly [config: string, from: string, to: string])[] = [
  [`[default]\n${KEYS}`, "AKIA", "AKIB"],
  [CHAIN, "r1", "r3"],
  [CHAIN, "r2", "r3"],
  [CHAIN, "= name\n", "= other\n"],
  [CHAIN, "= external\n", "= other\n"],
  [CHAIN, "= GAHT12345678", "= GAHT87654321"],
  [CHAIN, "AKIA", "AKIB"],
  [CHAIN, "source_profile = a", "source_profile = b"],
  [CHAIN, "source_profile = b", "credential_source = Ec2InstanceMetadata"],
  [CHAIN, "region =", "endpoint_url = https://other\nregion ="],
  [SSO, "= 111111111111\n", "= 222222222222\n"],
  [SSO, "= r\n", "= q\n"],
  [SSO, "https://a", "https://b"],
  [SSO, "= eu-west-1\n", "= eu-west-2\n"],
  [WEB, "/r\n", "/q\n"],
  [WEB, "/t", "/u"],
  [WEB, "= name\n", "= other\n"],
  ["[default]\ncredential_process = a\n", "= a", "= b"],
  ["[default]\nlogin_session = a\n", "= a", "= b"],
  ["[default]\nregion = a\n", "region = a", "credential_process = a"],
];

Deno.test("an edit that changes the principal changes the definition", async (t) => {
  for (const [config, from, to] of EDITS) {
    await t.step(`${JSON.stringify(from)} to ${JSON.stringify(to)}`, async () => {
      const edited = config.replace(from, to);
      assert.notEqual(edited, config);
      assert.notEqual(await text({ config: edited }), await text({ config }));
    });
  }
});

Deno.test("a variable that redirects credential requests changes the definition, if there are any", async (t) => {
  const keys = `[default]\n${KEYS}`;
  for (const name of ["STS", "SSO", "SSO_OIDC", "SIGNIN"]) {
    await t.step(name, async () => {
      const env = { [`AWS_ENDPOINT_URL_${name}`]: "https://other" };
      for (const config of [CHAIN, SSO, WEB]) {
        assert.notEqual(await text({ config, env }), await text({ config }));
      }
      assert.equal(await text({ config: keys, env }), await text({ config: keys }));
      assert.equal(
        await text({ config: CHAIN, env: { [`AWS_ENDPOINT_URL_${name}`]: "" } }),
        await text({ config: CHAIN }),
      );
    });
  }
  const written = CHAIN.replace("region =", "services = s\nregion =") +
    "[services s]\nsts =\n  endpoint_url = https://other\n";
  const [variable, setting] = [{ AWS_ENDPOINT_URL_STS: "https://other" }, written];
  assert.notEqual(await text({ config: setting }), await text({ config: CHAIN }));
  assert.equal(await text({ config: CHAIN, env: variable }), await text({ config: setting }));
});

Deno.test("an edit that does not change the principal keeps the definition", async (t) => {
  const same: readonly (readonly [config: string, from: string, to: string])[] = [
    [CHAIN, "900", "3600"],
    [CHAIN, "eu-west-1", "us-east-1"],
    [CHAIN, "[default]", "# a comment\n[default]"],
    [CHAIN, "role_arn =", "ROLE_ARN:"],
    [`[default]\n${KEYS}`, "= s", "= t"],
    [`[default]\n${KEYS}`, "[default]", "[profile other]\nregion = x\n[default]"],
  ];
  for (const [config, from, to] of same) {
    await t.step(`${JSON.stringify(from)} to ${JSON.stringify(to)}`, async () => {
      const edited = config.replace(from, to);
      assert.notEqual(edited, config);
      assert.equal(await text({ config: edited }), await text({ config }));
    });
  }
});

Deno.test("a definition is opaque if files and variables do not determine the principal", async (t) => {
  const rows: readonly (readonly [PlanInput, boolean])[] = [
    [{ config: `[default]\n${KEYS}` }, false],
    [{ config: CHAIN }, false],
    [{ config: SSO }, false],
    [{ config: WEB }, false],
    [{ config: "[default]\ncredential_process = a\n" }, true],
    [{ env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/x" } }, true],
    [{}, true],
    [{ env: { AWS_EC2_METADATA_DISABLED: "true" } }, false],
    [{ config: `[default]\nrole_arn = ${ARN}/r\ncredential_source = Ec2InstanceMetadata\n` }, true],
  ];
  for (const [input, opaque] of rows) {
    await t.step(JSON.stringify(input), async () => {
      assert.equal((await ambientDefinition(plan(input), MACHINE)).opaque, opaque);
    });
  }
});

Deno.test("another boot, another metadata service, and another pod in the same place, are other principals", async () => {
  const define = async (input: PlanInput, machine: Partial<typeof MACHINE>): Promise<string> =>
    definitionText(await ambientDefinition(plan(input), { ...MACHINE, ...machine }));
  const pod = { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" } };
  assert.notEqual(await define({}, {}), await define({}, { bootId: () => Promise.resolve("later") }));
  const service = { env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://169.254.169.253" } };
  assert.notEqual(await define({}, {}), await define(service, {}));
  assert.notEqual(
    await define(pod, {}),
    await define(pod, { containerSubject: () => Promise.resolve("other") }),
  );
});
