/** `--aws-profile`: one laptop, a profile for each registry, and no atmos.yaml. `tests/app/targets/aws_profile_test.ts` has what is refused. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HelperWorld } from "./helper_world.ts";
import { hostOf, HUB, World } from "./world.ts";

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

Deno.test("login and token use the named profile, regardless of the environment and atmos.yaml", async () => {
  const { world, env } = await profiles("auth: [\n");
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

Deno.test("a login with a profile pins a registry that our helper serves, and the helper uses the profile", async () => {
  const { world, env } = await profiles();
  await using _world = world;
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(HUB)]: "atmos-ecr" } }));
  strictEqual((await world.run(["login", hostOf(HUB), "--aws-profile", "my work"], { env })).code, 0);
  const before = world.aws.requests.length;
  const helper = HelperWorld.of(world);
  const answer = await helper.get(hostOf(HUB), { env });
  strictEqual(answer.code, 0, answer.stderr);
  // The token of the login.
  deepStrictEqual([helper.principalOf(answer), world.aws.requests.length], [world.user.arn, before]);
  const again = await world.run(["login", hostOf(HUB), "--aws-profile", "other"], { env });
  strictEqual(again.code, 2, again.stderr);
  match(again.stderr, /--repin/);
});
