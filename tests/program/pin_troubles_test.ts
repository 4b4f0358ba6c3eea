import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { fakePrograms, pinFile } from "../support/helper_home.ts";
import type { ProgramResult, RunOptions } from "../support/sandbox.ts";
import { crowd, HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { hostOf, PROD, World } from "./world.ts";

const NAME = "docker-credential-atmos-ecr";

/** Runs `atmos-ecr docker …` with the helper on the PATH. */
async function docker(
  test: HelperWorld,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const { sandbox } = test.world;
  return await test.world.run(["docker", ...args], {
    ...options,
    env: { PATH: await fakePrograms(sandbox, [NAME]), ...options.env },
  });
}

Deno.test("pins of an earlier version are ignored, with a hint", async (t) => {
  for (const name of [NAME, "docker-credential-ecr-login"]) {
    await t.step(name, async () => {
      await using test = await HelperWorld.create();
      const old = join(test.world.sandbox.home, ".local/state/atmos/ecr/pins.json");
      await Deno.mkdir(dirname(old), { recursive: true });
      await Deno.writeTextFile(old, JSON.stringify({ version: 1, pins: { [HOST]: {} } }), { mode: 0o600 });
      const refused = await test.runAs(name, ["get"], { stdin: HOST });
      deepStrictEqual([refused.code, refused.stdout, test.world.aws.count("ecr")], [1, NOT_FOUND, 0]);
      match(refused.stderr, /^atmos-ecr: .*pins\.json.*Run `atmos-ecr docker install \S+` again\n$/);
      const installed = await docker(test, ["install", HOST]);
      strictEqual(installed.code, 0, installed.stderr);
      const served = await test.runAs(name, ["get"], { stdin: HOST });
      match(test.principalOf(served) ?? "", /222233334444:assumed-role/);
    });
  }
});

Deno.test("a damaged pin is one line with the command that mends it, never the environment's credentials", async (t) => {
  const damages: readonly [string, (file: string) => Promise<void>][] = [
    ["corrupt", (file) => Deno.writeTextFile(file, "{")],
    ["of a newer version", (file) => Deno.writeTextFile(file, '{"version": 2}')],
    ["writable by others", (file) => Deno.chmod(file, 0o666)],
    ["writable by the group", (file) => Deno.chmod(file, 0o664)],
    ["empty", (file) => Deno.writeTextFile(file, "")],
    ["with something behind it", (file) => Deno.writeTextFile(file, "x", { append: true })],
    [
      "too large",
      async (file) => Deno.writeTextFile(file, `${" ".repeat(2_000_000)}${await Deno.readTextFile(file)}`),
    ],
    [
      "that of another registry",
      async (file) =>
        Deno.writeTextFile(file, (await Deno.readTextFile(file)).replaceAll(HOST, hostOf(PROD))),
    ],
    ["a pipe that nobody writes to", async (file) => {
      await Deno.remove(file);
      await new Deno.Command("mkfifo", { args: [file] }).output();
    }],
    ["a link to what others may write", async (file) => {
      await Deno.rename(file, `${file}.x`);
      await Deno.chmod(`${file}.x`, 0o666);
      await Deno.symlink(`${file}.x`, file);
    }],
    ["a link to what is not there", async (file) => {
      await Deno.remove(file);
      await Deno.symlink("/nonexistent/pin.json", file);
    }],
    ["foreign", (file) => Deno.uid() === 0 ? Deno.chown(file, 1234, 1234) : Deno.chmod(file, 0o666)],
  ];
  for (const [name, damage] of damages) {
    await t.step(name, async () => {
      await using test = await HelperWorld.create();
      strictEqual((await docker(test, ["install", HOST])).code, 0);
      await damage(pinFile(test.world.sandbox, HOST));
      for (const by of [NAME, "docker-credential-ecr-login"]) {
        const refused = await test.runAs(by, ["get"], { stdin: HOST });
        deepStrictEqual([refused.code, refused.stdout, test.world.aws.count("ecr")], [1, NOT_FOUND, 0]);
        match(
          refused.stderr,
          /^atmos-ecr: Cannot use the pin for \S+ in "[^\n]*docker install \S+`[^\n]*\n$/,
        );
      }
      const mended = await docker(test, ["install", HOST]);
      strictEqual(mended.code, 0, mended.stderr);
      match(mended.stderr, /Replacing the unusable pin/);
      strictEqual((await test.runAs(NAME, ["get"], { stdin: HOST })).code, 0);
    });
  }
});

Deno.test("pins that are out of reach are an error, never the environment's credentials", async (t) => {
  const link = (path: string): Promise<void> => Deno.symlink("/nonexistent/place", path);
  const rows = [
    { name: "a dangling link of the pins directory", levels: 1, replace: link },
    {
      name: "a file in the place of the pins",
      levels: 1,
      replace: (path: string) => Deno.writeTextFile(path, ""),
    },
    { name: "a dangling link of Docker's directory", levels: 2, replace: link },
    {
      name: "a file in the place of Docker's directory",
      levels: 2,
      replace: (path: string) => Deno.writeTextFile(path, ""),
    },
  ];
  for (const { name, levels, replace } of rows) {
    await t.step(name, async () => {
      await using test = await HelperWorld.create();
      strictEqual((await docker(test, ["install", HOST])).code, 0);
      const directory = dirname(pinFile(test.world.sandbox, HOST));
      const place = levels === 1 ? directory : dirname(directory);
      await Deno.rename(place, `${place}.x`);
      await replace(place);
      for (const by of [NAME, "docker-credential-ecr-login"]) {
        const refused = await test.runAs(by, ["get"], { stdin: HOST });
        deepStrictEqual([refused.code, refused.stdout, test.world.aws.count("ecr")], [1, NOT_FOUND, 0]);
        match(
          refused.stderr,
          /^atmos-ecr: Cannot use the pin for \S+ in "[^\n]*Remove it[^\n]*docker install \S+`[^\n]*\n$/,
        );
        ok(refused.stderr.includes(`"${place}"`));
      }
      const kubelet = await test.run(["kubelet"], {
        stdin: JSON.stringify({
          kind: "CredentialProviderRequest",
          apiVersion: "credentialprovider.kubelet.k8s.io/v1",
          image: `${HOST}/app:1`,
        }),
      });
      deepStrictEqual([kubelet.code, test.world.aws.count("ecr")], [1, 0]);
      await Deno.remove(place);
      strictEqual((await docker(test, ["install", HOST])).code, 0);
      strictEqual((await test.runAs(NAME, ["get"], { stdin: HOST })).code, 0);
    });
  }
});

Deno.test("each Docker directory has its own pins: uninstall in one keeps the other", async () => {
  await using test = await HelperWorld.create();
  const { sandbox } = test.world;
  const [a, b] = ["a", "b"].map((name) => ({ env: { DOCKER_CONFIG: join(sandbox.root, name) } }));
  ok(a !== undefined && b !== undefined);
  await docker(test, ["install", HOST, "-i", "dev-deploy"], a);
  await docker(test, ["install", HOST, "-i", "prod-deploy"], b);
  const who = async (options: typeof a): Promise<string | undefined> => {
    const answer = await test.runAs(NAME, ["get"], { stdin: HOST, ...options });
    return answer.code === 0 ? test.principalOf(answer) : answer.stderr;
  };
  match(await who(a) ?? "", /222233334444/);
  match(await who(b) ?? "", /333344445555/);
  strictEqual((await docker(test, ["uninstall", HOST], b)).code, 0);
  match(await who(a) ?? "", /222233334444/);
  match(await who(b) ?? "", /is not pinned in .*b\/atmos-ecr \(DOCKER_CONFIG\)/);
  await Deno.remove(join(sandbox.root, "a"), { recursive: true });
  match(await who(a) ?? "", /is not pinned in .*a\/atmos-ecr \(DOCKER_CONFIG\)/);
});

Deno.test("another project cannot silently replace a pin: install and login name its owner", async () => {
  await using test = await HelperWorld.create();
  const { sandbox } = test.world;
  strictEqual((await docker(test, ["install", HOST])).code, 0);
  const other = join(sandbox.root, "other");
  await Deno.mkdir(other);
  await Deno.writeTextFile(
    join(other, "atmos.yaml"),
    World.ATMOS_YAML.replace('role/deploy"}', 'role/other"}'),
  );
  test.world.aws.role({ account: "222233334444", name: "other", trusts: [test.world.user.arn] });
  const elsewhere = { cwd: other };
  const said = new RegExp(
    `pinned to identity "dev-deploy" of "${sandbox.project}/atmos.yaml"[\\s\\S]*--repin`,
  );
  const refused = await docker(test, ["install", HOST], elsewhere);
  strictEqual(refused.code, 2);
  match(refused.stderr, said);
  const login = await test.world.run(["login", "dev/ecr"], elsewhere);
  strictEqual(login.code, 2);
  match(login.stderr, said);
  match(test.principalOf(await test.get()) ?? "", /assumed-role\/deploy/);
  strictEqual((await docker(test, ["install", HOST, "--repin"], elsewhere)).code, 0);
  match(test.principalOf(await test.get()) ?? "", /assumed-role\/other/);
});

Deno.test("parallel install and uninstall leave both entry and pin, or neither", async () => {
  await using test = await HelperWorld.create();
  const { sandbox } = test.world;
  await Promise.all([
    docker(test, ["install", HOST]),
    docker(test, ["uninstall", HOST]),
    docker(test, ["install", HOST]),
  ]);
  const helpers = JSON.parse(await sandbox.readDockerConfig() ?? "{}").credHelpers ?? {};
  const isPinned = await Deno.stat(pinFile(sandbox, HOST)).then(() => true, () => false);
  strictEqual(Object.hasOwn(helpers, HOST), isPinned);
});

Deno.test("many parallel cold gets of a pinned registry make one call of each kind", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  const all = await test.getAtOnce(crowd(40));
  deepStrictEqual([...new Set(all.map(({ code }) => code))], [0]);
  deepStrictEqual(new Set(all.map(({ stdout }) => JSON.parse(stdout).Secret)).size, 1);
  strictEqual(test.world.aws.count("ecr"), 1);
});
