import assert from "node:assert/strict";
import { join } from "node:path";
import type { SharedProfile } from "../../../../src/adapters/aws/shared_files/shared_profile.ts";
import { FixedEnvironment } from "../fixed_environment.ts";
import { profileOf } from "../profile_of.ts";

const CONFIG = `
; a comment
[default]
region = eu-north-1
[profile dev]
region=eu-west-1
endpoint_url = https://dev.test#fragment
services = local
s3 =
  addressing_style = path
output = json
[profile "with space"]
region = eu-south-1
[empty]
[profile empty]
[sso-session corp]
sso_region = us-east-1
[services local]
ecr =
  endpoint_url = http://127.0.0.1:4566
sts =
  endpoint_url = http://127.0.0.1:4567
`;

const CREDENTIALS = `[dev]
region = us-west-2
aws_access_key_id = AKIA
aws_secret_access_key = s
[only-keys]
aws_access_key_id = AKIA
aws_secret_access_key = s
`;

async function read(
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = { config: CONFIG, credentials: CREDENTIALS },
): Promise<SharedProfile> {
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(home, ".aws"));
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(home, ".aws", name), text);
    }
    return await profileOf(new FixedEnvironment({ HOME: home, ...variables }));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("the profile has the settings of both files, those of the credentials file first", async () => {
  const { name, settings } = await read({ AWS_PROFILE: "dev" });
  assert.equal(name, "dev");
  assert.deepEqual(Object.fromEntries(settings), {
    "region": "us-west-2",
    "endpoint_url": "https://dev.test#fragment",
    "services": "local",
    "s3.addressing_style": "path",
    "output": "json",
    "aws_access_key_id": "AKIA",
    "aws_secret_access_key": "s",
  });
});

Deno.test("the profile has the settings of the services section that it names", async () => {
  assert.deepEqual(Object.fromEntries((await read({ AWS_PROFILE: "dev" })).services), {
    "ecr.endpoint_url": "http://127.0.0.1:4566",
    "sts.endpoint_url": "http://127.0.0.1:4567",
  });
  assert.equal((await read({})).services.size, 0);
});

Deno.test("the profile is that of a variable, else default", async () => {
  const rows = [
    [{}, "default"],
    [{ AWS_PROFILE: "" }, "default"],
    [{ AWS_DEFAULT_PROFILE: "dev" }, "dev"],
    [{ AWS_DEFAULT_PROFILE: "dev", AWS_PROFILE: "only-keys" }, "only-keys"],
    [{ AWS_PROFILE: "with space" }, "with space"],
  ] as const;
  for (const [variables, name] of rows) assert.equal((await read(variables)).name, name);
});

Deno.test("the files are those that variables name", async () => {
  const profile = await read({ AWS_CONFIG_FILE: "~/.aws/other" }, {
    config: "[default]\nregion = wrong",
    other: "[default]\nregion = right",
  });
  assert.equal(profile.settings.get("region"), "right");
});

Deno.test("missing files are empty; those that the AWS CLI rejects are rejected", async () => {
  await assert.rejects(read({ AWS_PROFILE: "dev" }, {}), { code: "AWS_CREDENTIALS_MISSING" });
  const nonsense = { config: "\u0000\u0001[[[\n=\n[profile\nx=1" };
  await assert.rejects(read({}, nonsense), { code: "AWS_PROFILE_INVALID" });
});

Deno.test("an empty setting of a block counts as none, as an empty one of a profile", async () => {
  const config =
    "[default]\nservices = local\nendpoint_url =\n[services local]\nsts =\n  endpoint_url =\n  x = y\n";
  const { settings, services } = await read({}, { config });
  assert.deepEqual(Object.fromEntries(settings), { services: "local" });
  assert.deepEqual(Object.fromEntries(services), { "sts.x": "y" });
});
