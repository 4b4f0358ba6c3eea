/** What a pin leads to is gone: the helper says the command that mends it, and that command does. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HOST } from "../program/helper_world.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld } from "../program/sso_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "../program/world.ts";
import { pinsOf } from "../support/helper_home.ts";
import { PinnedHome } from "./pinned_home.ts";

/** The command that a line of the helper says. */
function commandIn(line: string): string {
  return /`(atmos-ecr [^`]+)`/.exec(line)?.[1] ?? "";
}

/** Runs `docker install` as a line says, from anywhere. @returns Its notes. */
async function run(command: string, test: PinnedHome, cwd: string): Promise<string> {
  const { host = "", flags = "" } =
    /^atmos-ecr docker install (?<host>\S+)(?<flags>(?: --\S+(?: [^-]\S*)?)*)$/.exec(command)?.groups ?? {};
  const all = [...flags.matchAll(/ --(?<name>\S+)(?: (?<value>[^-]\S*))?/g)]
    .map(({ groups }) => [groups?.["name"], groups?.["value"]] as const);
  const known = new Map(all);
  const others = [...known.keys()].filter((name) => !["identity", "chdir", "repin"].includes(name ?? ""));
  ok(host !== "" && others.length === 0, command);
  return await test.install(host, known.get("identity"), {
    cwd: known.get("chdir") ?? cwd,
    repin: known.has("repin"),
  });
}

Deno.test("an outdated pin is repaired by the command that the helper names", async (t) => {
  const renamed = World.ATMOS_YAML.replaceAll("dev-deploy", "dev-pull");
  const rows: readonly {
    readonly name: string;
    readonly install: readonly [host: string, identity?: string];
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
      install: [hostOf(HUB), "dev-deploy"],
      change: (project) => Deno.writeTextFile(join(project, "atmos.yaml"), renamed),
      says: /--identity dev-pull --chdir /,
      becomes: "dev-pull",
    },
  ];
  for (const { name, install, change, says, cwd, becomes } of rows) {
    await t.step(name, async () => {
      await using test = await PinnedHome.create();
      const { project, home } = test.world.sandbox;
      const [host] = install;
      await test.install(...install);
      await change(project);
      const line = await test.refusal(host);
      match(line, says);
      const status = await test.status(host, { cwd: home });
      deepStrictEqual([status?.state, status?.command], ["broken", commandIn(line)]);
      const notes = await run(commandIn(line), test, cwd?.(project) ?? home);
      match(notes, /was pinned to identity "dev-deploy".*, which no longer exists/);
      const [pin] = await pinsOf(test.world.sandbox).all();
      strictEqual(pin?.kind === "identity" ? pin.identity : undefined, becomes);
      match(await test.principal(host) ?? "", /assumed-role\/deploy/);
    });
  }
});

Deno.test("an identity with that name and another principal is not suggested", async () => {
  await using test = await PinnedHome.create();
  await test.install(hostOf(HUB), "dev-deploy");
  await test.world.sandbox.write(
    "atmos.yaml",
    World.ATMOS_YAML.replaceAll("dev-deploy", "dev-pull").replace(`${DEV}:role/deploy`, `${DEV}:role/other`),
  );
  const line = await test.refusal(hostOf(HUB));
  match(line, /Cannot find identity "dev-deploy"/);
  match(line, /--identity NAME/);
});

Deno.test("where several integrations name a registry, commands for a pin or a login name its identity", async () => {
  const other = `    "another":
      kind: aws/ecr
      via: {identity: builder}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;
  await using test = await PinnedHome.create(World.ATMOS_YAML + other);
  const { sandbox } = test.world;
  // Without a name, that of the default identity. Docker uses the helper from now on.
  await test.install(HOST);
  match(await test.principal(HOST) ?? "", /assumed-role\/deploy/);
  const [refused] = await test.client().login("another");
  ok(refused?.status === "failed");
  strictEqual(refused.error.exitCode, 2);
  await run(commandIn(refused.error.hint ?? ""), test, sandbox.home);
  match(await test.principal(HOST) ?? "", /user\/builder/);
  // Its keys change; a configuration here would say what else it links to the registry.
  const keys = "access_key_id: !env BUILDER_KEY";
  await sandbox.write("atmos.yaml", (World.ATMOS_YAML + other).replace(keys, "access_key_id: AKIAOTHER"));
  const status = await test.status(HOST, { cwd: sandbox.home });
  match(status?.command ?? "", /^atmos-ecr docker install \S+ --identity builder --chdir /);
});

Deno.test("identities that a login found, and a cache that was cleaned: the pin stays, and its provider's login mends it", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("acme-sso: {", "acme-sso: {auto_provision_identities: true, "),
  );
  await using test = PinnedHome.of(world);
  await leaveSsoSession(world, center);
  await test.provision([{ account: { id: PROD, name: "prod" }, roles: ["Admin"] }]);
  const host = hostOf(PROD);
  await test.install(host, "prod/Admin");
  await Deno.remove(join(world.sandbox.home, ".cache"), { recursive: true });
  const line = await test.refusal(host);
  match(line, /Run `atmos-ecr auth login --provider acme-sso --chdir /);
  // Its login leaves a session.
  await leaveSsoSession(world, center);
  match(await test.principal(host) ?? "", /333344445555:assumed-role\/AWSReservedSSO_Admin_/);
});
