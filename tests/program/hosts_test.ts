/** Registries as people have them in their clipboard: hosts where integrations are expected. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { tokenLeft } from "../support/helper_fixtures.ts";
import { cacheToken, environmentIn, pinsOf, projectPin, tokensDirectory } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const AUTH = btoa("AWS:canary-password");

Deno.test("`login`, `token` and `logout` accept a host as it is in the clipboard", async () => {
  await using world = await World.create();
  const login = await world.run(["login", `oci://${hostOf(DEV)}/team/chart`]);
  strictEqual(login.code, 0, login.stderr);
  match(login.stderr, new RegExp(`Logged in to ${hostOf(DEV)} as dev-deploy, for dev/ecr`));
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\//);
  const token = await world.run(["token", `${hostOf(DEV)}/app@sha256:${"0".repeat(64)}`]);
  match(world.aws.describePassword(token.stdout.trim())?.principal ?? "", /assumed-role\/deploy\//);
  const logout = await world.run(["logout", `docker://${hostOf(DEV)}/team/app:1.2`]);
  deepStrictEqual([logout.code, logout.stderr], [0, `✓ Logged out of ${hostOf(DEV)}\n`]);
  strictEqual(await world.password(hostOf(DEV)), undefined);
});

Deno.test("what is meant for a host, and is none, is reported with the reason", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout } = await sandbox.run(["logout", `http://${hostOf(DEV)}`, "-o", "json"]);
  const { error } = JSON.parse(stdout);
  deepStrictEqual([code, error.code], [2, "REGISTRY_INVALID"]);
  match(error.message, /only https:\/\//);
});

Deno.test("logout --all outside of a project removes every login of ECR, and nothing of others", async () => {
  await using sandbox = await Sandbox.create();
  await sandbox.writeDockerConfig(JSON.stringify({
    auths: {
      "ghcr.io": { auth: "eDp5" },
      [hostOf(DEV)]: { auth: AUTH },
      "public.ecr.aws": { auth: AUTH },
    },
    credHelpers: { [hostOf(PROD)]: "atmos-ecr" },
  }));
  const keys = environmentIn(sandbox, { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "x" });
  const pin = { kind: "environment", host: hostOf(PROD) } as const;
  await cacheToken(sandbox, pin, tokenLeft(3600, "canary-password", new Date()), keys);
  const tokens = (): string[] =>
    [...Deno.readDirSync(tokensDirectory(sandbox))].flatMap(({ name }) =>
      name.endsWith(".json") ? [name] : []
    );
  strictEqual(tokens().length, 1);
  const { code, stdout } = await sandbox.run(["logout", "--all", "-o", "json"]);
  strictEqual(code, 0);
  const hosts: string[] = JSON.parse(stdout).registries.map(({ registry }: { registry: string }) => registry);
  deepStrictEqual(hosts.toSorted(), [hostOf(DEV), hostOf(PROD), "public.ecr.aws"]);
  deepStrictEqual(JSON.parse(await sandbox.readDockerConfig() ?? "").auths, { "ghcr.io": { auth: "eDp5" } });
  deepStrictEqual(tokens(), []);
  const again = await sandbox.run(["logout", "--all"]);
  deepStrictEqual([again.code, again.stderr], [0, "No logins to remove\n"]);
});

Deno.test("a host without an integration uses the environment's credentials, with a note", async () => {
  await using world = await World.create();
  const env = world.aws.environment(world.user);
  const note = new RegExp(`^Warning: Using the environment's AWS credentials for ${hostOf(HUB)}: no `, "m");
  const { code, stderr } = await world.run(["login", hostOf(HUB)], { env });
  strictEqual(code, 0, stderr);
  match(stderr, note);
  strictEqual(await world.principalOf(hostOf(HUB)), world.user.arn);
  const token = await world.run(["token", hostOf(HUB)], { env });
  match(token.stderr, note);
  strictEqual(world.aws.describePassword(token.stdout.trim())?.principal, world.user.arn);
});

Deno.test("whatever reads the configuration for a registry says what it ignores", async (t) => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": World.ATMOS_YAML.replace("auth:\n", "auth:\n  colour: red\n"),
  });
  const env = { BUILDER_KEY: "AKIABUILDER", BUILDER_SECRET: "canary" };
  const commands = ["explain", "docker install --pin-only", "logout dev/ecr"];
  for (const command of commands) {
    await t.step(command, async () => {
      const { code, stderr } = await sandbox.run([...command.split(" "), hostOf(DEV)], { env });
      strictEqual(code, 0, stderr);
      match(stderr, /^Warning: atmos\.yaml:2:\d+: Ignoring the unknown key "colour" of "auth"$/m);
    });
  }
});

Deno.test("outside of its project, a pinned host keeps its identity, whoever the environment is", async () => {
  await using world = await World.create();
  await pinsOf(world.sandbox).set([projectPin(world.sandbox, hostOf(DEV), "dev-deploy", "dev/ecr")]);
  const env = world.aws.environment(world.aws.user({ account: HUB, name: "other" }));
  const cwd = world.sandbox.home;
  const login = await world.run(["login", `oci://${hostOf(DEV)}/chart`], { env, cwd });
  strictEqual(login.code, 0, login.stderr);
  match(
    login.stderr,
    /Warning: Using identity "dev-deploy" of \S+atmos\.yaml, which 222233334444\S+ is pinned to/,
  );
  match(login.stderr, /Logged in to 222233334444\S+ as dev-deploy, for dev\/ecr/);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\//);
  const token = await world.run(["token", hostOf(DEV)], { env, cwd });
  match(token.stderr, /Using identity "dev-deploy"/);
  match(world.aws.describePassword(token.stdout.trim())?.principal ?? "", /assumed-role\/deploy\//);
});

Deno.test("logout --dry-run tells what would be removed and what is missing, and removes nothing", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig(JSON.stringify({ auths: { [hostOf(DEV)]: { auth: AUTH } } }));
  const planned = await sandbox.run(["logout", "dev/ecr", hostOf(HUB), "--dry-run"]);
  strictEqual(
    planned.stderr,
    `Would log out of ${hostOf(DEV)} as dev-deploy, for dev/ecr\nNot logged in to ${hostOf(HUB)}\n`,
  );
  const { dry_run: dryRun, registries: [row] } = JSON.parse(
    (await sandbox.run(["logout", "dev/ecr", "--dry-run", "-o", "json"])).stdout,
  );
  deepStrictEqual([dryRun, row.status], [true, "planned"]);
  ok((await sandbox.readDockerConfig())?.includes(AUTH));
});
