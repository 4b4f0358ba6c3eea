/** `docker install`: what it refuses since the helper could not do it, profiles, and what configuration management asks. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pinsOf } from "../support/helper_home.ts";
import { type ProgramResult, programUnderTest } from "../support/sandbox.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

/** `atmos.yaml` in which one value of the role of `dev-deploy` is another text. */
function withRole(text: string, more = ""): string {
  return World.ATMOS_YAML.replace(`"arn:aws:iam::${DEV}:role/deploy"`, text) + more;
}

Deno.test("docker install rejects what the helper would not do, host by host, and writes nothing for it", async (t) => {
  const rows: readonly {
    readonly name: string;
    readonly yaml: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
    readonly trust?: boolean;
    readonly says: RegExp;
  }[] = [
    {
      name: "!exec, trusted",
      yaml: withRole(`!exec "echo arn:aws:iam::${DEV}:role/deploy"`),
      trust: true,
      says:
        /atmos\.yaml:\d+:\d+: .*could not use identity "dev-deploy".*does not run programs.*!env.*atmos-ecr login dev\/ecr/s,
    },
    {
      name: "a variable that the helper ignores",
      yaml: withRole("!env ATMOS_IDENTITY"),
      env: { ATMOS_IDENTITY: `arn:aws:iam::${DEV}:role/deploy` },
      trust: true,
      says: /could not use identity "dev-deploy"/,
    },
  ];
  for (const { name, yaml, files = {}, env = {}, trust = false, says } of rows) {
    await t.step(name, async () => {
      await using world = await World.create(yaml);
      for (const [path, text] of Object.entries(files)) await world.sandbox.write(path, text);
      if (trust) strictEqual((await world.run(["trust", "atmos.yaml"])).code, 0);
      const install = (...hosts: string[]): Promise<ProgramResult> =>
        world.run(["docker", "install", "--pin-only", ...hosts], { env });
      const refused = await install(hostOf(DEV));
      strictEqual(refused.code, 2, refused.stderr);
      match(refused.stderr, says);
      match(refused.stderr, /DOCKER_PIN_UNUSABLE/);
      deepStrictEqual(await pinsOf(world.sandbox).all(), []);
      // The others go on.
      const some = await install();
      strictEqual(some.code, 5, some.stderr);
      deepStrictEqual((await pinsOf(world.sandbox).all()).map(({ host }) => host), [
        hostOf(PROD, "eu-west-1"),
      ]);
    });
  }
});

Deno.test("login creates no pin that the helper could not use, and reports that Docker has no login", async () => {
  await using world = await World.create(withRole(`!exec "echo arn:aws:iam::${DEV}:role/deploy"`));
  strictEqual((await world.run(["trust", "atmos.yaml"])).code, 0);
  // As a copied config.json has it.
  const helpers = { [hostOf(DEV)]: "atmos-ecr", [hostOf(PROD, "eu-west-1")]: "atmos-ecr" };
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: helpers }));
  const login = await world.run(["login", "dev/ecr"]);
  strictEqual(login.code, 2, login.stderr);
  match(login.stderr, /DOCKER_PIN_UNUSABLE/);
  match(login.stderr, /does not run programs[\s\S]*docker uninstall 222233334444/);
  deepStrictEqual(await pinsOf(world.sandbox).all(), []);
  // The other registry goes on, and is pinned as `docker install` would.
  const both = await world.run(["login", "dev/ecr", "Prod/ECR"]);
  strictEqual(both.code, 5, both.stderr);
  const made = await pinsOf(world.sandbox).all();
  strictEqual((await world.run(["docker", "install", "--pin-only", hostOf(PROD, "eu-west-1")])).code, 0);
  deepStrictEqual(made, await pinsOf(world.sandbox).all());
});

Deno.test("docker install names each registry whose identity is faulty, and pins the others", async () => {
  await using world = await World.create(
    World.ATMOS_YAML.replace(
      "via: {identity: builder}\n      principal:\n",
      "via: {identity: nobody}\n      principal:\n",
    ),
  );
  const { code, stderr } = await world.run(["docker", "install", "--pin-only"]);
  strictEqual(code, 5, stderr);
  match(stderr, /✗ 333344445555\S+ as prod-deploy, for Prod\/ECR: .*nobody/);
  strictEqual((await pinsOf(world.sandbox).all()).length, 3);
});

Deno.test("docker install --aws-profile pins a profile with its files: no atmos.yaml, no variable counts", async (t) => {
  for (const yaml of ["", World.ATMOS_YAML, "auth: [\n"]) {
    await t.step(yaml.slice(0, 20), async () => {
      await using test = await HelperWorld.create(yaml);
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
      deepStrictEqual(await pinsOf(world.sandbox).all(), [{
        kind: "aws-profile",
        host: HOST,
        profile: "my work",
        configFile: join(world.sandbox.home, ".aws/config"),
        credentialsFile: credentials,
      }]);
      match((await world.run(args, { env })).stderr, /with AWS profile my work \(no change\)/);
      const answer = await test.runAs("docker-credential-atmos-ecr", ["get"], { stdin: HOST });
      match(test.principalOf(answer) ?? "", /:user\/other$/);
      // The helper's line and the way back, once the profile is gone.
      await Deno.writeTextFile(
        credentials,
        "[renamed]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n",
      );
      const gone = await test.runAs("docker-credential-atmos-ecr", ["get"], { stdin: HOST });
      deepStrictEqual([gone.code, gone.stdout], [1, NOT_FOUND]);
      match(gone.stderr, /^atmos-ecr: [^\n]*my work[^\n]*\n$/);
      const moved = await world.run(
        ["docker", "install", "--pin-only", HOST, "--aws-profile", "renamed"],
        { env },
      );
      strictEqual(moved.code, 0, moved.stderr);
      match(moved.stderr, /was pinned to AWS profile my work.*which no longer exists/);
    });
  }
});

Deno.test("docker install --aws-profile is rejected with conflicting options, and for a missing profile", async (t) => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["without a host", [], /--aws-profile requires registry hosts/],
    ["with an identity", [HOST, "-i", "builder"], /Cannot combine --identity with --aws-profile/],
    ["with --all", ["--all"], /Cannot combine --all with --aws-profile/],
    ["a profile that is not there", [HOST], /DOCKER_PIN_UNUSABLE/],
  ];
  await using world = await World.create();
  for (const [name, args, says] of rows) {
    await t.step(name, async () => {
      const { code, stderr } = await world.run([
        "docker",
        "install",
        "--pin-only",
        "--aws-profile",
        "nope",
        ...args,
      ]);
      strictEqual(code, 2, stderr);
      match(stderr, says);
      deepStrictEqual(await world.sandbox.files(), []);
    });
  }
});

Deno.test("docker install --check and uninstall --check exit with 1 if anything would change", async () => {
  await using world = await World.create();
  const docker = (...args: string[]): Promise<ProgramResult> => world.run(["docker", ...args]);
  const before = await docker("install", "--pin-only", "--check", HOST);
  strictEqual(before.code, 1, before.stderr);
  match(before.stderr, /Would update 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  match(before.stdout, /\+\+\+ .*atmos-ecr\/222233334444/);
  deepStrictEqual(await world.sandbox.files(), []);
  const json = await docker("install", "--pin-only", "--check", HOST, "-o", "json");
  const { dry_run, changed, registries } = JSON.parse(json.stdout);
  deepStrictEqual([json.code, dry_run, changed, registries[0].changed], [1, true, true, true]);
  strictEqual((await docker("install", "--pin-only", HOST)).code, 0);
  const files = await world.sandbox.files();
  const after = await docker("install", "--pin-only", "--check", HOST);
  deepStrictEqual([after.code, after.stdout], [0, ""], after.stderr);
  match(after.stderr, /Nothing to change/);
  strictEqual((await docker("uninstall", "--check", HOST)).code, 1);
  deepStrictEqual(await world.sandbox.files(), files);
  strictEqual((await docker("uninstall", HOST)).code, 0);
  strictEqual((await docker("uninstall", "--check", HOST)).code, 0);
  // What could not be installed is not merely a change.
  const refused = await docker("install", "--pin-only", "--check", HOST, "--aws-profile", "nope");
  strictEqual(refused.code, 2);
});

Deno.test("--docker-config overrides DOCKER_CONFIG for install, status and uninstall", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  const other = join(world.sandbox.root, "other docker");
  const env = { DOCKER_CONFIG: join(world.sandbox.root, "not this one") };
  const docker = (...args: string[]): Promise<ProgramResult> =>
    world.run(["docker", ...args, "--docker-config", "../other docker"], { env });
  strictEqual((await docker("install", "--pin-only", HOST)).code, 0);
  deepStrictEqual(await world.sandbox.files(), [`other docker/atmos-ecr/${HOST}.json`]);
  await Deno.writeTextFile(
    join(other, "config.json"),
    JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }),
  );
  const shown = await docker("status", HOST, "-o", "json");
  deepStrictEqual(JSON.parse(shown.stdout).registries[0].provided_by, "helper", shown.stdout);
  const answer = await test.runAs("docker-credential-atmos-ecr", ["get"], {
    stdin: HOST,
    env: { DOCKER_CONFIG: other },
  });
  match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
  strictEqual((await docker("uninstall", HOST)).code, 0);
  const removed = await test.runAs("docker-credential-atmos-ecr", ["get"], {
    stdin: HOST,
    env: { DOCKER_CONFIG: other },
  });
  strictEqual(removed.code, 1);
  const empty = await world.run(["docker", "install", "--pin-only", "--docker-config", "", HOST]);
  strictEqual(empty.code, 2);
  match(empty.stderr, /--docker-config with an empty value/);
});

Deno.test({
  name: "machine-wide pins are files of install, copied to /etc/atmos-ecr: for every user without an own pin",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using test = await HelperWorld.create();
    const { world } = test;
    const { sandbox } = world;
    const made = join(sandbox.root, "pins");
    strictEqual(
      (await world.run(["docker", "install", "--pin-only", "--docker-config", made, HOST])).code,
      0,
    );
    // In a namespace of its own, where /etc has nothing else.
    const script =
      'mount -t tmpfs none /etc && mkdir /etc/atmos-ecr && cp "$1"/atmos-ecr/*.json /etc/atmos-ecr/ && ' +
      'chmod 644 /etc/atmos-ecr/*.json && shift && exec "$@"';
    const onMachine = (args: readonly string[], stdin?: string): Promise<ProgramResult> =>
      sandbox.execute(
        [
          "unshare",
          ...(Deno.uid() === 0 ? [] : ["--map-root-user"]),
          "--mount",
          "sh",
          "-c",
          script,
          "sh",
          made,
          ...programUnderTest(),
          ...args,
        ],
        { env: world.environment(), ...(stdin === undefined ? {} : { stdin }) },
      );
    const answer = await onMachine(["credential", "get"], HOST);
    match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
    const same = await onMachine(["docker", "install", "--pin-only", "--check", HOST]);
    strictEqual(same.code, 0, same.stdout + same.stderr);
    const kept = await onMachine(["docker", "uninstall", HOST]);
    deepStrictEqual([kept.code, /remains pinned machine-wide/.test(kept.stderr)], [0, true], kept.stderr);
    const other = await onMachine(["docker", "install", "--pin-only", HOST, "-i", "builder"]);
    strictEqual(other.code, 2, other.stderr);
  },
});
