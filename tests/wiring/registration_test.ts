/** `docker install` and `docker uninstall` on the files of a home: what of other projects, directories and processes they respect. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DockerConfigFile } from "../../src/adapters/docker/docker_config_file.ts";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { HOST } from "../program/helper_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "../program/world.ts";
import { pinFile, pinsIn } from "../support/helper_home.ts";
import { PinnedHome } from "./pinned_home.ts";

Deno.test("a second install does not touch the files", async () => {
  await using test = await PinnedHome.create();
  const { sandbox } = test.world;
  const files = [sandbox.dockerConfig, pinFile(sandbox, HOST)];
  const state = (): unknown[] =>
    files.map((file) => Deno.statSync(file)).map(({ ino, mtime }) => [ino, mtime]);
  await test.install(HOST);
  const before = state();
  await test.install(HOST);
  deepStrictEqual(state(), before);
});

Deno.test("another project cannot silently replace a pin: install and login name its owner", async () => {
  await using test = await PinnedHome.create();
  const { sandbox, aws, user } = test.world;
  await test.install(HOST);
  const other = join(sandbox.root, "other");
  await Deno.mkdir(other);
  await Deno.writeTextFile(
    join(other, "atmos.yaml"),
    World.ATMOS_YAML.replace('role/deploy"}', 'role/other"}'),
  );
  aws.role({ account: DEV, name: "other", trusts: [user.arn] });
  const elsewhere = { cwd: other };
  const conflict = {
    exitCode: 2,
    message: new RegExp(`pinned to identity "dev-deploy" of "${sandbox.project}/atmos.yaml"`),
    hint: /--repin/,
  };
  await rejects(test.install(HOST, undefined, elsewhere), conflict);
  const [login] = await test.client(elsewhere).login("dev/ecr");
  ok(login?.status === "failed");
  await rejects(Promise.reject(login.error), conflict);
  match(await test.principal(HOST) ?? "", /assumed-role\/deploy/);
  await test.install(HOST, undefined, { ...elsewhere, repin: true });
  match(await test.principal(HOST) ?? "", /assumed-role\/other/);
});

Deno.test("Docker's directory needs no home where it is named", async () => {
  await using test = await PinnedHome.create();
  const XDG = ["CACHE", "CONFIG", "DATA", "STATE"].map((name) => [`XDG_${name}_HOME`, undefined]);
  const nowhere = { HOME: undefined, ...Object.fromEntries(XDG) };
  await rejects(test.install(HOST, undefined, { env: nowhere }), { code: "HOME_NOT_FOUND", exitCode: 3 });
  deepStrictEqual(await test.world.sandbox.files(), []);
  const DOCKER_CONFIG = join(test.world.sandbox.root, "docker");
  await test.install(HOST, undefined, { env: { ...nowhere, DOCKER_CONFIG } });
  deepStrictEqual(await namesIn(join(DOCKER_CONFIG, "atmos-ecr")), [`${HOST}.json`]);
});

Deno.test("a Docker directory by a link is the same one: install by either name, uninstall by the other", async () => {
  await using test = await PinnedHome.create();
  const [real, alias] = ["real", "alias"].map((name) => join(test.world.sandbox.root, name));
  ok(real !== undefined && alias !== undefined);
  await Deno.mkdir(real);
  await Deno.symlink(real, alias);
  const by = (DOCKER_CONFIG: string): { readonly env: Record<string, string> } => ({
    env: { DOCKER_CONFIG },
  });
  await test.install(HOST, undefined, by(alias));
  deepStrictEqual((await test.plan([HOST], by(real))).changes, []);
  strictEqual((await Deno.lstat(alias)).isSymlink, true);
  for (const name of [real, alias]) match(await test.principal(HOST, by(name)) ?? "", /assumed-role\/deploy/);
  await (await test.planUninstall([], by(real))).apply();
  deepStrictEqual([await namesIn(join(alias, "atmos-ecr")), await wired(alias)], [[], []]);
});

/** The hosts that Docker uses the helper for. */
async function wired(directory: string): Promise<string[]> {
  const text = await new DockerConfigFile(directory).read();
  return Object.keys(JSON.parse(text ?? "{}").credHelpers ?? {});
}

Deno.test("parallel install and uninstall, by two names of the directory, leave both entry and pin, or neither", async () => {
  await using test = await PinnedHome.create();
  const [real, alias] = ["real", "alias"].map((name) => join(test.world.sandbox.root, name));
  ok(real !== undefined && alias !== undefined);
  await Deno.mkdir(real);
  await Deno.symlink(real, alias);
  for (let round = 0; round < 4; round++) {
    const [one, other] = round % 2 === 0 ? [real, alias] : [alias, real];
    await Promise.all([
      test.install(HOST, undefined, { env: { DOCKER_CONFIG: one } }),
      test.planUninstall([HOST], { env: { DOCKER_CONFIG: other } }).then((plan) => plan.apply()),
      test.install(HOST, undefined, { env: { DOCKER_CONFIG: other } }),
    ]);
    deepStrictEqual((await pinsIn(real).all()).map(({ host }) => host), await wired(real));
  }
});

Deno.test("install rejects an endpoint that the helper would reject, until the file is trusted", async () => {
  await using test = await PinnedHome.create();
  const { sandbox } = test.world;
  const file = join(sandbox.project, "atmos.yaml");
  const endpoint =
    'spec: {endpoint_url: "https://sts.amazonaws.com.evil.example"}\n      principal: {assume_role:';
  const changed = World.ATMOS_YAML.replace("principal: {assume_role:", endpoint);
  await sandbox.write("atmos.yaml", changed);
  await rejects(test.install(HOST), {
    code: "DOCKER_PIN_UNUSABLE",
    exitCode: 2,
    message: /"sts\.amazonaws\.com\.evil\.example" is not an https:.* AWS STS/,
    hint: /^Run `atmos-ecr trust atmos\.yaml`/,
  });
  deepStrictEqual(await pinsIn(sandbox.dockerDirectory).all(), []);
  // By a pull, after the install.
  await sandbox.write("atmos.yaml", World.ATMOS_YAML);
  await test.install(HOST);
  await sandbox.write("atmos.yaml", changed);
  strictEqual((await test.status(HOST))?.state, "broken");
  await new TrustFile(trustPath(test.environment())).trust(file, new TextEncoder().encode(changed));
  await test.install(HOST, undefined, { repin: true });
  strictEqual((await test.status(HOST))?.state, "no_token");
});

/** `atmos.yaml` in which the role of `dev-deploy` is another text. */
function withRole(text: string): string {
  return World.ATMOS_YAML.replace(`"arn:aws:iam::${DEV}:role/deploy"`, text);
}

/** Reads what needs trust. */
const TRUSTED = { ATMOS_ECR_TRUST: "all" };

Deno.test("install rejects what the helper would not do, host by host, and writes nothing for it", async (t) => {
  const rows: readonly {
    readonly name: string;
    readonly role: string;
    readonly env: Readonly<Record<string, string>>;
    readonly says: RegExp;
  }[] = [
    {
      name: "!exec, trusted",
      role: `!exec "echo arn:aws:iam::${DEV}:role/deploy"`,
      env: TRUSTED,
      says: /could not use identity "dev-deploy".*does not run programs/s,
    },
    {
      name: "a variable that the helper ignores",
      role: "!env ATMOS_IDENTITY",
      env: { ...TRUSTED, ATMOS_IDENTITY: `arn:aws:iam::${DEV}:role/deploy` },
      says: /could not use identity "dev-deploy"/,
    },
  ];
  for (const { name, role, env, says } of rows) {
    await t.step(name, async () => {
      await using test = await PinnedHome.create(withRole(role));
      await rejects(test.install(HOST, undefined, { env }), {
        code: "DOCKER_PIN_UNUSABLE",
        exitCode: 2,
        message: says,
      });
      strictEqual(await test.world.sandbox.readDockerConfig(), undefined);
      // The others go on.
      await (await test.plan([], { env })).apply();
      const pins = await pinsIn(test.world.sandbox.dockerDirectory).all();
      deepStrictEqual(pins.map(({ host }) => host), [hostOf(PROD, "eu-west-1")]);
    });
  }
});

Deno.test("login creates no pin that the helper could not use, and reports that Docker has no login", async () => {
  await using test = await PinnedHome.create(withRole(`!exec "echo arn:aws:iam::${DEV}:role/deploy"`));
  const { sandbox } = test.world;
  const env = TRUSTED;
  const pins = pinsIn(sandbox.dockerDirectory);
  // As a copied config.json has it.
  const helpers = { [HOST]: "atmos-ecr", [hostOf(PROD, "eu-west-1")]: "atmos-ecr" };
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: helpers }));
  const [login] = await test.client({ env }).login("dev/ecr");
  ok(login?.status === "failed");
  deepStrictEqual([login.error.code, login.error.exitCode], ["DOCKER_PIN_UNUSABLE", 2]);
  match(login.error.message, /does not run programs/);
  match(login.error.hint ?? "", /docker uninstall 222233334444/);
  deepStrictEqual(await pins.all(), []);
  // The other registry goes on, and is pinned as `docker install` would.
  const both = await test.client({ env }).login(["dev/ecr", "Prod/ECR"]);
  deepStrictEqual(both.map(({ status }) => status), ["failed", "ok"]);
  const made = await pins.all();
  await test.install(hostOf(PROD, "eu-west-1"), undefined, { env });
  deepStrictEqual([made.length, await pins.all()], [1, made]);
});

Deno.test("a profile is pinned with its files: no atmos.yaml, no variable counts", async (t) => {
  for (const yaml of ["", World.ATMOS_YAML, "auth: [\n"]) {
    await t.step(yaml.slice(0, 20), async () => {
      await using test = await PinnedHome.create(yaml);
      const { aws, sandbox } = test.world;
      const other = aws.user({ account: HUB, name: "other" });
      const AWS_SHARED_CREDENTIALS_FILE = join(sandbox.project, "credentials");
      const write = (profile: string): Promise<void> =>
        Deno.writeTextFile(
          AWS_SHARED_CREDENTIALS_FILE,
          `[${profile}]\naws_access_key_id = ${other.accessKeyId}\naws_secret_access_key = ${other.secretAccessKey}\n`,
        );
      await write("my work");
      const env = { AWS_SHARED_CREDENTIALS_FILE };
      const missing = { env, awsProfile: "nope" };
      await rejects(test.install(HOST, undefined, missing), { code: "DOCKER_PIN_UNUSABLE", exitCode: 2 });
      deepStrictEqual(await pinsIn(sandbox.dockerDirectory).all(), []);
      await test.install(HOST, undefined, { env, awsProfile: "my work" });
      deepStrictEqual(await pinsIn(sandbox.dockerDirectory).find(parseRegistry(HOST)), {
        kind: "aws-profile",
        host: HOST,
        profile: "my work",
        configFile: join(sandbox.home, ".aws/config"),
        credentialsFile: AWS_SHARED_CREDENTIALS_FILE,
      });
      match(await test.principal(HOST) ?? "", /:user\/other$/);
      if (yaml !== World.ATMOS_YAML) return;
      // The helper's line and the way back, once the profile is gone.
      await write("renamed");
      match(await test.refusal(HOST), /my work/);
      const notes = await test.install(HOST, undefined, { env, awsProfile: "renamed" });
      match(notes, /was pinned to AWS profile my work.*which no longer exists/);
    });
  }
});
