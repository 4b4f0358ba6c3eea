/** What a pin leads to is gone: the helper says the command that mends it, and that command does. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hasTerminals } from "../support/terminal.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { fakePrograms, pinsOf } from "../support/helper_home.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld } from "./sso_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const NAME = "docker-credential-atmos-ecr";

/** The command that a line of the helper says. */
function commandIn(line: string): string[] {
  const [, command = ""] = /`atmos-ecr ([^`]+)`/.exec(line) ?? [];
  return command.split(" ").map((word) => word.replaceAll("'", ""));
}

/** One line of the helper about a registry, and nothing else. */
function refusal(answer: ProgramResult): string {
  deepStrictEqual([answer.code, answer.stdout], [1, NOT_FOUND]);
  match(answer.stderr, /^atmos-ecr: [^\n]+\n$/);
  return answer.stderr;
}

Deno.test("an outdated pin is repaired by the command that the helper names", async (t) => {
  const renamed = World.ATMOS_YAML.replaceAll("dev-deploy", "dev-pull");
  const rows: readonly {
    readonly name: string;
    readonly install: readonly string[];
    readonly change: (project: string) => Promise<void>;
    readonly says: RegExp;
    /** Where the command is run; the home when absent. */
    readonly cwd?: (project: string) => string;
    readonly becomes: string;
  }[] = [
    {
      name: "atmos.yaml moved",
      install: [HOST],
      change: async (project) => {
        await Deno.mkdir(join(project, "infra"));
        await Deno.rename(join(project, "atmos.yaml"), join(project, "infra/atmos.yaml"));
      },
      says: /in the directory where its atmos\.yaml is now/,
      cwd: (project) => join(project, "infra"),
      becomes: "dev-deploy",
    },
    {
      name: "the whole project moved",
      install: [HOST],
      change: (project) => Deno.rename(project, `${project}-2`),
      says: /in the directory where its atmos\.yaml is now/,
      cwd: (project) => `${project}-2`,
      becomes: "dev-deploy",
    },
    {
      name: "the identity of an integration renamed",
      install: [HOST],
      change: (project) => Deno.writeTextFile(join(project, "atmos.yaml"), renamed),
      says: /Cannot find identity "dev-deploy"\. Identity "dev-pull" is now the same principal/,
      becomes: "dev-pull",
    },
    {
      name: "the identity that was given renamed",
      install: [hostOf(HUB), "-i", "dev-deploy"],
      change: (project) => Deno.writeTextFile(join(project, "atmos.yaml"), renamed),
      says: /--identity dev-pull --chdir /,
      becomes: "dev-pull",
    },
  ];
  for (const { name, install, change, says, cwd, becomes } of rows) {
    await t.step(name, async () => {
      await using test = await HelperWorld.create();
      const { world } = test;
      const { project, home } = world.sandbox;
      const [host = ""] = install;
      strictEqual((await world.run(["docker", "install", "--pin-only", ...install])).code, 0);
      await change(project);
      const line = refusal(await test.runAs(NAME, ["get"], { stdin: host }));
      match(line, says);
      // `status` says the same command.
      await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [host]: "atmos-ecr" } }));
      const status = await world.run(["status", host, "-o", "json"], { cwd: home });
      const [{ state, command }] = JSON.parse(status.stdout).registries;
      deepStrictEqual([status.code, state, command.replace(/^atmos-ecr /, "")], [
        1,
        "broken",
        commandIn(line).join(" "),
      ]);
      const PATH = await fakePrograms(world.sandbox, [NAME]);
      const mended = await world.run(commandIn(line), { cwd: cwd?.(project) ?? home, env: { PATH } });
      strictEqual(mended.code, 0, mended.stderr);
      match(mended.stderr, /was pinned to identity "dev-deploy".*, which no longer exists/);
      const [pin] = await pinsOf(world.sandbox).all();
      strictEqual(pin?.kind === "identity" ? pin.identity : undefined, becomes);
      match(test.principalOf(await test.runAs(NAME, ["get"], { stdin: host })) ?? "", /assumed-role\/deploy/);
    });
  }
});

Deno.test("an identity with that name and another principal is not suggested", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  strictEqual(
    (await world.run(["docker", "install", "--pin-only", hostOf(HUB), "-i", "dev-deploy"])).code,
    0,
  );
  await world.sandbox.write(
    "atmos.yaml",
    World.ATMOS_YAML.replaceAll("dev-deploy", "dev-pull").replace(`${DEV}:role/deploy`, `${DEV}:role/other`),
  );
  const line = refusal(await test.runAs(NAME, ["get"], { stdin: hostOf(HUB) }));
  match(line, /Cannot find identity "dev-deploy"/);
  match(line, /--identity NAME/);
});

Deno.test("where several integrations name a registry, commands for a pin or a login name its identity", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  const other = `    "another":
      kind: aws/ecr
      via: {identity: builder}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;
  await world.sandbox.write("atmos.yaml", World.ATMOS_YAML + other);
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }));
  const PATH = await fakePrograms(world.sandbox, [NAME]);
  const principal = async (): Promise<string> =>
    test.principalOf(await test.runAs(NAME, ["get"], { stdin: HOST })) ?? "";
  // Without a name, that of the default identity.
  strictEqual((await world.run(["docker", "install", HOST], { env: { PATH } })).code, 0);
  match(await principal(), /assumed-role\/deploy/);
  const refused = await world.run(["login", "another"]);
  strictEqual(refused.code, 2, refused.stderr);
  const repinned = await world.run(commandIn(refused.stderr), { cwd: world.sandbox.home, env: { PATH } });
  strictEqual(repinned.code, 0, repinned.stderr);
  match(await principal(), /user\/builder/);
  // Its keys change; a configuration here would say what else it links to the registry.
  const keys = "access_key_id: !env BUILDER_KEY";
  await world.sandbox.write(
    "atmos.yaml",
    (World.ATMOS_YAML + other).replace(keys, "access_key_id: AKIAOTHER"),
  );
  const { stdout } = await world.run(["status", HOST, "-o", "json"], { cwd: world.sandbox.home });
  const { registries: [status] } = JSON.parse(stdout);
  match(status.command, /^atmos-ecr docker install \S+ --identity builder --chdir /);
});

Deno.test("identities that a login found, and a cache that was cleaned: the pin stays, and its provider's login mends it", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("acme-sso: {", "acme-sso: {auto_provision_identities: true, "),
  );
  await using test = HelperWorld.of(world);
  await leaveSsoSession(world, center);
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const host = hostOf(PROD);
  const installed = await world.run(["docker", "install", "--pin-only", host, "-i", "prod/Admin"]);
  strictEqual(installed.code, 0, installed.stderr);
  await Deno.remove(join(world.sandbox.home, ".cache"), { recursive: true });
  await Deno.remove(join(world.sandbox.home, ".config"), { recursive: true });
  const line = refusal(await test.runAs(NAME, ["get"], { stdin: host }));
  match(line, /Run `atmos-ecr auth login --provider acme-sso --chdir /);
  // The person logs in.
  await leaveSsoSession(world, center);
  const mended = await world.run(commandIn(line), { cwd: world.sandbox.home });
  strictEqual(mended.code, 0, mended.stderr);
  match(test.principalOf(await test.runAs(NAME, ["get"], { stdin: host })) ?? "", /AWSReservedSSO_Admin_/);
});

Deno.test({
  name: "docker install asks on a terminal before it replaces a pin, and before it creates a link",
  ignore: !await hasTerminals(),
  async fn(t): Promise<void> {
    for (const [name, keys, taken] of [["keep", "\r", false], ["take", "\u001b[B", true]] as const) {
      await t.step(name, async () => {
        await using world = await World.create();
        strictEqual((await world.run(["docker", "install", "--pin-only", HOST, "-i", "builder"])).code, 0);
        await using terminal = world.terminal(["docker", "install", "--pin-only", HOST]);
        await terminal.until('pin it to identity "dev-deploy"');
        await terminal.type(keys);
        if (taken) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          await terminal.type("\r");
        }
        strictEqual(await terminal.ended(), taken ? 0 : 2, terminal.screen);
        const [pin] = await pinsOf(world.sandbox).all();
        strictEqual(pin?.kind === "identity" ? pin.identity : "", taken ? "dev-deploy" : "builder");
      });
    }
    await t.step("the link", async () => {
      await using world = await World.create();
      const bin = join(world.sandbox.home, ".local/bin");
      await using terminal = world.terminal(["docker", "install", HOST], {
        env: { PATH: `/usr/bin:/bin:${bin}` },
      });
      await terminal.until("create it in");
      await terminal.type("\r");
      strictEqual(await terminal.ended(), 0, terminal.screen);
      strictEqual((await Deno.stat(join(bin, NAME))).isFile, true);
    });
  },
});
