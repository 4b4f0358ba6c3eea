import assert from "node:assert/strict";
import { join } from "node:path";
import { readSharedProfile, type SharedProfile } from "../../../src/adapters/aws/shared_profile.ts";
import { FixedEnvironment } from "./fixed_environment.ts";

const CONFIG = `
; a comment
[default]
region = eu-north-1   ; behind a value
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
[only-keys]
aws_access_key_id = AKIA
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
    return await readSharedProfile(new FixedEnvironment({ HOME: home, ...variables }));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("readSharedProfile() merges both files, the credentials file over the config file", async () => {
  const { name, named, exists, settings } = await read({ AWS_PROFILE: "dev" });
  assert.deepEqual({ name, named, exists }, { name: "dev", named: true, exists: true });
  assert.deepEqual(Object.fromEntries(settings), {
    "region": "us-west-2",
    "endpoint_url": "https://dev.test#fragment",
    "services": "local",
    "s3.addressing_style": "path",
    "output": "json",
    "aws_access_key_id": "AKIA",
  });
});

Deno.test("readSharedProfile() finds the services section of the profile", async () => {
  assert.deepEqual(Object.fromEntries((await read({ AWS_PROFILE: "dev" })).services), {
    "ecr.endpoint_url": "http://127.0.0.1:4566",
    "sts.endpoint_url": "http://127.0.0.1:4567",
  });
  assert.equal((await read({})).services.size, 0);
});

Deno.test("readSharedProfile() knows the profile's name, and whether somebody named it", async () => {
  for (
    const [variables, name, named] of [
      [{}, "default", false],
      [{ AWS_PROFILE: "" }, "default", false],
      [{ AWS_PROFILE: "default" }, "default", true],
      [{ AWS_DEFAULT_PROFILE: "dev" }, "dev", true],
      [{ AWS_DEFAULT_PROFILE: "dev", AWS_PROFILE: "only-keys" }, "only-keys", true],
    ] as const
  ) {
    const profile = await read(variables);
    assert.deepEqual([profile.name, profile.named, profile.exists], [name, named, true]);
  }
});

Deno.test("readSharedProfile() tells what exists: profiles of both files, and nothing else", async () => {
  const { known, exists } = await read({ AWS_PROFILE: "corp" });
  assert.equal(exists, false);
  assert.deepEqual(known.toSorted(), ["default", "dev", "empty", "only-keys", "with space"]);
  assert.equal((await read({ AWS_PROFILE: "empty" })).exists, true);
  assert.equal((await read({ AWS_PROFILE: "with space" })).settings.get("region"), "eu-south-1");
});

Deno.test("readSharedProfile() follows the variables that name the files", async () => {
  const profile = await read({ AWS_CONFIG_FILE: "~/.aws/other" }, {
    config: "[default]\nregion = wrong",
    other: "[default]\nregion = right",
  });
  assert.equal(profile.settings.get("region"), "right");
});

Deno.test("readSharedProfile() takes files that are missing or nonsense for empty", async () => {
  for (const files of [{}, { config: "\u0000\u0001[[[\n=\n[profile\nx=1" }]) {
    const { exists, known } = await read({ AWS_PROFILE: "dev" }, files);
    assert.deepEqual({ exists, known }, { exists: false, known: [] });
  }
});
