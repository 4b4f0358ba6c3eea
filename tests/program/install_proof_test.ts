/** `docker install` of a profile, and pins of a machine. What it refuses since the helper could not do it is in tests/wiring. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { programUnderTest } from "../support/sandbox.ts";
import { HelperWorld, HOST } from "./helper_world.ts";
import { HUB } from "./world.ts";

Deno.test("docker install --aws-profile pins a profile with its files, which the helper uses", async () => {
  await using test = await HelperWorld.create("");
  const { world } = test;
  const other = world.aws.user({ account: HUB, name: "other" });
  const credentials = join(world.sandbox.project, "credentials");
  await Deno.writeTextFile(
    credentials,
    `[my work]\naws_access_key_id = ${other.accessKeyId}\naws_secret_access_key = ${other.secretAccessKey}\n`,
  );
  const env = { AWS_SHARED_CREDENTIALS_FILE: credentials };
  const args = ["docker", "install", "--pin-only", `https://${HOST}/app`, "--aws-profile", "my work"];
  const { code, stdout, stderr } = await world.run([...args, "-o", "json"], { env });
  strictEqual(code, 0, stderr);
  deepStrictEqual(JSON.parse(stdout).registries, [{
    registry: HOST,
    integration: null,
    identity: null,
    aws_profile: "my work",
    status: "ok",
    changed: true,
  }]);
  const answer = await test.runAs("docker-credential-atmos-ecr", ["get"], { stdin: HOST });
  match(test.principalOf(answer) ?? "", /:user\/other$/);
});

Deno.test({
  name: "machine-wide pins are copies of a user's in /etc/atmos-ecr: for every user without an own pin",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using test = await HelperWorld.create();
    const { world } = test;
    const { sandbox } = world;
    await test.pin();
    // In a namespace of its own, where /etc has nothing else.
    const script = 'mount -t tmpfs none /etc && mkdir /etc/atmos-ecr && cp "$1"/*.json /etc/atmos-ecr/ && ' +
      'chmod 644 /etc/atmos-ecr/*.json && rm -r "$1" && shift && exec "$@"';
    const answer = await sandbox.execute(
      [
        "unshare",
        ...(Deno.uid() === 0 ? [] : ["--map-root-user"]),
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        test.pins.path ?? "",
        ...programUnderTest(),
        "credential",
        "get",
      ],
      { env: world.environment(), stdin: HOST },
    );
    strictEqual(answer.code, 0, answer.stderr);
    match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
  },
});
