/** `--aws-profile`: one laptop, a profile for each registry, and no atmos.yaml. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEV, hostOf, HUB, World } from "./world.ts";

async function profiles(
  atmosYaml = "",
): Promise<{ readonly world: World; readonly env: Record<string, string> }> {
  const world = await World.create(atmosYaml);
  const other = world.aws.user({ account: HUB, name: "other" });
  const section = (
    name: string,
    keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ): string =>
    `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`;
  await world.sandbox.write(
    "credentials",
    section("my work", world.user) + section("other", other),
  );
  const env = {
    ...world.aws.environment(other),
    AWS_SHARED_CREDENTIALS_FILE: join(world.sandbox.project, "credentials"),
  };
  return { world, env };
}

Deno.test("login and token use the named profile, regardless of the environment and atmos.yaml", async (t) => {
  for (const yaml of ["", World.ATMOS_YAML, "auth: [\n"]) {
    await t.step(yaml.slice(0, 20), async () => {
      const { world, env } = await profiles(yaml);
      await using _world = world;
      const args = ["--aws-profile", "my work", `https://${hostOf(HUB)}/app`];
      const { code, stderr } = await world.run(["login", ...args], { env });
      strictEqual(code, 0, stderr);
      match(stderr, /Logged in to 111122223333\S+ with AWS profile my work/);
      match(await world.principalOf(hostOf(HUB)) ?? "", /:user\/builder$/);
      const token = await world.run(["token", ...args, "-o", "json"], { env });
      const shown = JSON.parse(token.stdout);
      deepStrictEqual([shown.identity, shown.aws_profile], [null, "my work"]);
      match(world.aws.describePassword(shown.password)?.principal ?? "", /:user\/builder$/);
    });
  }
});

Deno.test("a login with a profile pins a registry that our helper serves, and the helper uses the profile", async () => {
  const { world, env } = await profiles();
  await using _world = world;
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(HUB)]: "atmos-ecr" } }));
  strictEqual((await world.run(["login", hostOf(HUB), "--aws-profile", "my work"], { env })).code, 0);
  const { stdout } = await world.run(["status", hostOf(HUB), "-o", "json"], { env });
  const { state, aws_profile: profile, identity } = JSON.parse(stdout).registries[0];
  deepStrictEqual([state, profile, identity], ["ready", "my work", null]);
  const again = await world.run(["login", hostOf(HUB), "--aws-profile", "other"], { env });
  strictEqual(again.code, 2, again.stderr);
  match(again.stderr, /--repin/);
});

Deno.test("--aws-profile is rejected with conflicting options, and without a registry", async () => {
  const { world, env } = await profiles(World.ATMOS_YAML);
  await using _world = world;
  for (
    const [args, message] of [
      [["login", "--aws-profile", "other"], /--aws-profile requires a registry host/],
      [
        ["login", "dev/ecr", "--aws-profile", "other"],
        /Cannot use --aws-profile for "dev\/ecr": it is not an ECR registry host/,
      ],
      [
        ["login", hostOf(DEV), "-i", "builder", "--aws-profile", "other"],
        /Cannot combine --identity with --aws-profile/,
      ],
      [["login", "--all", "--aws-profile", "other"], /Cannot combine --all with --aws-profile/],
      [["token", hostOf(DEV), "-i", "builder", "--aws-profile", "other"], /Cannot combine --identity with/],
    ] as const
  ) {
    const { code, stderr } = await world.run(args, { env });
    strictEqual(code, 2);
    match(stderr, message);
  }
  const missing = await world.run(["login", hostOf(HUB), "--aws-profile", "nope"], { env });
  match(missing.stderr, /nope/);
  strictEqual(await world.password(hostOf(HUB)), undefined);
});
