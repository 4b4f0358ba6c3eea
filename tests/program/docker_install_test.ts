import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pinLabel } from "../../src/domain/helper/registry_pin.ts";
import { fakePrograms, pinFile, pinsOf, projectPin } from "../support/helper_home.ts";
import { type ProgramResult, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const AUTH = btoa("AWS:canary-password");
const CONFIG = `{
\t"auths": {
\t\t"registry.example": {
\t\t\t"auth": "${AUTH}"
\t\t}
\t},
\t"HttpHeaders": {"X-Token": "canary-header"},
\t"credHelpers": {
\t\t"gcr.io": "gcloud"
\t}
}`;

const HAS_DOCKER = await new Deno.Command("docker", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

/** A sandbox with the configuration of {@linkcode World}, and a helper on its PATH. */
async function installed(): Promise<
  Sandbox & { readonly go: (...args: string[]) => Promise<ProgramResult> }
> {
  const sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]);
  await sandbox.writeDockerConfig(CONFIG);
  const go = (...args: string[]): Promise<ProgramResult> =>
    sandbox.run(["docker", ...args], { env: { PATH: path } });
  return Object.assign(sandbox, { go });
}

async function helpers(sandbox: Sandbox): Promise<Record<string, string>> {
  return JSON.parse(await sandbox.readDockerConfig() ?? "{}").credHelpers ?? {};
}

Deno.test("docker install pins the configured registries and wires them, losing nothing; uninstall undoes it", async () => {
  await using sandbox = await installed();
  const { code, stdout, stderr } = await sandbox.go("install");
  deepStrictEqual([code, stdout], [0, ""], stderr);
  match(stderr, /✓ Docker asks this program for 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  const all = [hostOf(DEV), hostOf(DEV, "eu-west-1"), hostOf(PROD, "eu-west-1"), "public.ecr.aws"];
  deepStrictEqual(await helpers(sandbox), {
    "gcr.io": "gcloud",
    ...Object.fromEntries(all.map((host) => [host, "atmos-ecr"])),
  });
  const pins = await pinsOf(sandbox).all();
  deepStrictEqual(pins.map(({ host }) => host), all.toSorted());
  const pin = pins.find(({ host }) => host === hostOf(PROD, "eu-west-1"));
  ok(pin?.definition !== undefined);
  deepStrictEqual({ ...pin, definition: undefined }, {
    ...projectPin(sandbox, hostOf(PROD, "eu-west-1"), "prod-deploy", "Prod/ECR"),
    definition: undefined,
  });
  strictEqual(((await Deno.stat(pinFile(sandbox, hostOf(DEV)))).mode ?? 0) & 0o777, 0o644);

  const undone = await sandbox.go("uninstall", "-o", "json");
  strictEqual(undone.code, 0, undone.stderr);
  deepStrictEqual(JSON.parse(undone.stdout).registries[0], {
    registry: hostOf(DEV),
    integration: "dev/ecr",
    identity: "dev-deploy",
    status: "ok",
    changed: true,
  });
  strictEqual(await sandbox.readDockerConfig(), CONFIG);
  deepStrictEqual(await pinsOf(sandbox).all(), []);
});

Deno.test("docker install changes nothing the second time, and says so", async () => {
  await using sandbox = await installed();
  await sandbox.go("install", "--all");
  const before = await Promise.all([
    Deno.stat(sandbox.dockerConfig),
    Deno.stat(pinFile(sandbox, hostOf(DEV))),
  ]);
  const { code, stderr } = await sandbox.go("install");
  strictEqual(code, 0);
  match(stderr, /\(no change\)\n[\s\S]*Nothing to change\n$/);
  const after = await Promise.all([
    Deno.stat(sandbox.dockerConfig),
    Deno.stat(pinFile(sandbox, hostOf(DEV))),
  ]);
  deepStrictEqual(after.map(({ ino, mtime }) => [ino, mtime]), before.map(({ ino, mtime }) => [ino, mtime]));
  const json = await sandbox.go("install", "-o", "json");
  deepStrictEqual(
    JSON.parse(json.stdout).registries.map(({ changed }: { changed: boolean }) => changed),
    [false, false, false, false],
  );
});

Deno.test("docker install HOST takes the identity of its integration, the one that is given, or none", async () => {
  await using sandbox = await installed();
  const { code, stdout, stderr } = await sandbox.go(
    "install",
    `https://${hostOf(DEV)}/app`,
    hostOf(HUB),
    "-o",
    "json",
  );
  strictEqual(code, 0, stderr);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    registries: [
      { registry: hostOf(DEV), integration: "dev/ecr", identity: "dev-deploy", status: "ok", changed: true },
      { registry: hostOf(HUB), integration: null, identity: null, status: "ok", changed: true },
    ],
  });
  const again = await sandbox.go("install", hostOf(HUB));
  match(again.stderr, /111122223333\S+ with the environment's credentials \(no change\)/);
  const labels = async (): Promise<string[]> => (await pinsOf(sandbox).all()).map(pinLabel);
  deepStrictEqual(await labels(), ["the environment's credentials", "dev-deploy"]);
  const refused = await sandbox.go("install", hostOf(HUB), "--identity", "BUILDER");
  strictEqual(refused.code, 2);
  match(refused.stderr, /pinned to the environment's credentials[\s\S]*--repin/);
  await sandbox.go("install", hostOf(HUB), "--identity", "BUILDER", "--repin");
  deepStrictEqual(await labels(), ["builder", "dev-deploy"]);
  const kept = await sandbox.go("install", hostOf(HUB), "-o", "json");
  match(kept.stderr, /stays pinned to identity "builder"/);
  deepStrictEqual(
    [JSON.parse(kept.stdout).registries[0].identity, JSON.parse(kept.stdout).registries[0].changed],
    ["builder", false],
  );
});

Deno.test("docker install leaves another helper alone unless it is forced", async () => {
  await using sandbox = await installed();
  await sandbox.writeDockerConfig(
    JSON.stringify({ credHelpers: { [hostOf(DEV)]: "pass", [hostOf(HUB)]: "" } }),
  );
  const refused = await sandbox.go("install", hostOf(DEV), hostOf(HUB), hostOf(PROD));
  strictEqual(refused.code, 5);
  match(
    refused.stderr,
    /✗ 222233334444\S+ as .*Docker asks docker-credential-pass for it \[DOCKER_HELPER_TAKEN\]\n +hint: Add --force/,
  );
  match(refused.stderr, /✗ 111122223333\S+: .*its login is in the file/);
  deepStrictEqual(await helpers(sandbox), {
    [hostOf(DEV)]: "pass",
    [hostOf(HUB)]: "",
    [hostOf(PROD)]: "atmos-ecr",
  });
  deepStrictEqual((await pinsOf(sandbox).all()).map(({ host, kind }) => [host, kind]), [
    [hostOf(PROD), "environment"],
  ]);
  const forced = await sandbox.go("install", hostOf(DEV), "--force");
  strictEqual(forced.code, 0, forced.stderr);
  strictEqual((await helpers(sandbox))[hostOf(DEV)], "atmos-ecr");
  const all = await sandbox.go("uninstall", "--all");
  strictEqual(all.code, 0, all.stderr);
  deepStrictEqual(await helpers(sandbox), { [hostOf(HUB)]: "" });
  deepStrictEqual(await pinsOf(sandbox).all(), []);
});

Deno.test("docker uninstall leaves the entry of another helper, and needs no atmos.yaml for hosts", async () => {
  await using sandbox = await installed();
  await Deno.remove(join(sandbox.project, "atmos.yaml"));
  const config = JSON.stringify({ credHelpers: { [hostOf(DEV)]: "pass" } });
  await sandbox.writeDockerConfig(config);
  const { code, stderr } = await sandbox.go("uninstall", hostOf(DEV));
  strictEqual(code, 0);
  match(stderr, /goes on asking docker-credential-pass[\s\S]*Nothing to change/);
  strictEqual(await sandbox.readDockerConfig(), config);
  const bare = await sandbox.go("uninstall");
  strictEqual(bare.code, 2);
  match(bare.stderr, /go without one: [^\n]* --all[\s\S]*CONFIG_NOT_FOUND/);
});

Deno.test("docker install --dry-run shows both files as a diff without secrets, and writes nothing", async () => {
  await using sandbox = await installed();
  const files = await sandbox.files();
  const { code, stdout, stderr } = await sandbox.go("install", hostOf(DEV), "--dry-run");
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout.replace(/\+ {2}"definition": \{[\s\S]*?\n\+ {2}\}\n/, "…\n").replace(/0,0 \+1,\d+/, "0,0 +1,…"),
    `--- /dev/null
+++ ${pinFile(sandbox, hostOf(DEV))}
@@ -0,0 +1,… @@
+{
+  "version": 1,
+  "host": "222233334444.dkr.ecr.us-east-1.amazonaws.com",
+  "kind": "identity",
+  "identity": "dev-deploy",
+  "integration": "dev/ecr",
+  "sources": [
+    {
+      "file": "${sandbox.project}/atmos.yaml",
+      "directory": "${sandbox.project}",
+      "imports": true,
+      "drop_ins": true
+    }
+  ],
+  "named": false,
+  "directory": "${sandbox.project}",
+  "profiles": [],
…
+}
--- ${sandbox.dockerConfig}
+++ ${sandbox.dockerConfig}
@@ -6,6 +6,7 @@
 \t},
 \t"HttpHeaders": {"X-Token": "***"},
 \t"credHelpers": {
-\t\t"gcr.io": "gcloud"
+\t\t"gcr.io": "gcloud",
+\t\t"222233334444.dkr.ecr.us-east-1.amazonaws.com": "atmos-ecr"
 \t}
 }
\\ No newline at end of file
`,
  );
  deepStrictEqual(await sandbox.files(), files);
  strictEqual(await sandbox.readDockerConfig(), CONFIG);
  const json = await sandbox.go("install", hostOf(DEV), "--dry-run", "-o", "json");
  const { dry_run, registries, diff } = JSON.parse(json.stdout);
  deepStrictEqual([dry_run, registries[0].status, registries[0].changed], [true, "planned", true]);
  ok(diff.includes("+++") && !diff.includes("canary") && !diff.includes(AUTH));
});

Deno.test("docker install refuses to send Docker to a program that is not there", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const { code, stderr } = await sandbox.run(["docker", "install"]);
  strictEqual(code, 3);
  match(stderr, /DOCKER_HELPER_MISSING/);
  match(stderr, /Cannot find docker-credential-atmos-ecr on the PATH[\s\S]*--link DIR/);
  deepStrictEqual(await sandbox.files(), []);
  const dry = await sandbox.run(["docker", "install", "--dry-run"]);
  strictEqual(dry.code, 0);
  match(dry.stderr, /Warning: Cannot find docker-credential-atmos-ecr/);
});

Deno.test("docker install --link creates the program that Docker runs, and takes nobody's place", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const bin = join(sandbox.root, "own bin");
  await Deno.mkdir(bin);
  const program = join(bin, "docker-credential-atmos-ecr");
  const onPath: RunOptions = { env: { PATH: `${bin}:${Deno.env.get("PATH")}` } };
  const install = (options: RunOptions): Promise<ProgramResult> =>
    sandbox.run(["docker", "install", "--link", bin, hostOf(DEV)], options);
  const dry = await sandbox.run(["docker", "install", "--link", bin, "--dry-run"], onPath);
  match(dry.stderr, /Would create .*own bin\/docker-credential-atmos-ecr\n/);
  deepStrictEqual(await sandbox.files(), []);
  for (const more of [[], ["--dry-run"], ["--check"]]) {
    const off = await sandbox.run(["docker", "install", "--link", bin, hostOf(DEV), ...more]);
    deepStrictEqual([off.code, await sandbox.files()], [2, []], off.stderr);
    match(off.stderr, /own bin": it is not on the PATH, and Docker would not find it\n[\s\S]*Code: +USAGE\n/);
  }
  const made = await install(onPath);
  strictEqual(made.code, 0, made.stderr);
  match(made.stderr, /Created .*own bin.*\n[\s\S]*\nNext, pull: docker pull 222233334444/);
  strictEqual(((await Deno.stat(program)).mode ?? 0) & 0o777, 0o755);
  const on = await install(onPath);
  deepStrictEqual([on.code, /Created|Warning/.test(on.stderr)], [0, false], on.stderr);
  const version = await new Deno.Command(program, {
    args: ["version"],
    clearEnv: true,
    env: sandbox.environment(),
    cwd: sandbox.home,
  }).output();
  match(new TextDecoder().decode(version.stdout) + new TextDecoder().decode(version.stderr), /credential/);

  // The same program by another name is this program, too.
  await Deno.symlink(program, join(bin, "docker-credential-ecr-login"));
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(HUB)]: "ecr-login" } }));
  const status = await sandbox.run(["status", hostOf(HUB), "-o", "json"], onPath);
  strictEqual(JSON.parse(status.stdout).registries[0].provided_by, "helper");

  await Deno.remove(program);
  await Deno.writeTextFile(program, "#!/bin/sh\necho mine\n");
  const foreign = await install(onPath);
  strictEqual(foreign.code, 2);
  match(foreign.stderr, /is there already, and is not this program/);
  strictEqual(await Deno.readTextFile(program), "#!/bin/sh\necho mine\n");
  const nowhere = await sandbox.run(["docker", "install", "--link", join(bin, "x")], onPath);
  match(nowhere.stderr, /is not on the PATH/);
});

Deno.test("docker install --link without a directory takes the one of the user's programs, and creates it", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const bin = join(sandbox.home, ".local/bin");
  const env = { PATH: `/usr/bin:/bin:${bin}` };
  const none = await sandbox.run(["docker", "install", "--link"], { env: { PATH: "/usr/bin:/bin" } });
  deepStrictEqual([none.code, await sandbox.files()], [3, []], none.stderr);
  match(none.stderr, /no directory of yours is on the PATH[\s\S]*~\/\.local\/bin/);
  const check = await sandbox.run(["docker", "install", "--check", hostOf(DEV)], { env });
  deepStrictEqual([check.code, await sandbox.files()], [3, []], check.stderr);
  // What follows is a registry, as the directory is optional.
  const { code, stderr } = await sandbox.run(["docker", "install", "--link", hostOf(DEV)], { env });
  strictEqual(code, 0, stderr);
  match(stderr, /Created \S+\/\.local\/bin\/docker-credential-atmos-ecr\n/);
  deepStrictEqual(await helpers(sandbox), { [hostOf(DEV)]: "atmos-ecr" });
  strictEqual((await Deno.stat(join(bin, "docker-credential-atmos-ecr"))).isFile, true);
  const again = await sandbox.run(["docker", "install", "--check", "--link", bin, hostOf(DEV)], { env });
  strictEqual(again.code, 0, again.stderr);
});

Deno.test("docker install changes no pin when Docker's configuration cannot be used", async () => {
  await using sandbox = await installed();
  await sandbox.writeDockerConfig("{");
  const { code, stderr } = await sandbox.go("install");
  strictEqual(code, 2);
  match(stderr, /DOCKER_CONFIG_INVALID/);
  deepStrictEqual(await pinsOf(sandbox).all(), []);
  const both = await sandbox.go("install", "--all", hostOf(DEV));
  match(both.stderr, /Cannot combine the host .* with --all/);
});

Deno.test({
  name: "a real docker logout leaves the wiring alone (needs the docker client)",
  ignore: !HAS_DOCKER,
  async fn(): Promise<void> {
    await using sandbox = await installed();
    await sandbox.go("install", hostOf(DEV));
    const before = await helpers(sandbox);
    await new Deno.Command("docker", {
      args: ["logout", hostOf(DEV)],
      clearEnv: true,
      env: { ...sandbox.environment(), PATH: `${join(sandbox.root, "bin")}:${Deno.env.get("PATH")}` },
    }).output();
    deepStrictEqual(await helpers(sandbox), before);
  },
});

Deno.test("what docker install --link made answers with the pinned identity, wherever it runs", async () => {
  await using world = await World.create();
  const { sandbox } = world;
  const bin = join(sandbox.root, "bin");
  await Deno.mkdir(bin);
  const PATH = `${bin}:${Deno.env.get("PATH")}`;
  const install = await world.run(["docker", "install", "--link", bin, hostOf(PROD, "eu-west-1")], {
    env: { PATH },
  });
  strictEqual(install.code, 0, install.stderr);
  strictEqual(world.aws.requests.length, 0);
  const { code, stdout, stderr } = await sandbox.execute([join(bin, "docker-credential-atmos-ecr"), "get"], {
    cwd: sandbox.home,
    env: world.environment(),
    stdin: hostOf(PROD, "eu-west-1"),
  });
  deepStrictEqual([code, stderr], [0, ""]);
  const { Secret } = JSON.parse(stdout);
  match(world.aws.describePassword(Secret)?.principal ?? "", /333344445555:assumed-role\/deploy/);
  const status = await world.run(["status", hostOf(PROD, "eu-west-1"), "-o", "json"], { env: { PATH } });
  const [{ provided_by, identity, expires_at }] = JSON.parse(status.stdout).registries;
  deepStrictEqual([provided_by, identity], ["helper", "prod-deploy"]);
  ok(Date.parse(expires_at) > Date.now() + 11 * 3600_000);
});

Deno.test("docker install --pin-only pins for a kubelet: without a helper, and without a word in config.json", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig(`{"credHelpers":{"${hostOf(DEV)}":"ecr-login"}}`);
  const before = await sandbox.readDockerConfig();
  const run = (...args: readonly string[]): Promise<ProgramResult> =>
    sandbox.run(["docker", "install", "--pin-only", ...args]);
  const planned = await run("--dry-run");
  deepStrictEqual([planned.code, (await pinsOf(sandbox).all()).length], [0, 0], planned.stderr);
  match(planned.stdout, /dev-deploy/);
  const { code, stderr } = await run();
  strictEqual(code, 0, stderr);
  match(stderr, /✓ Pinned 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  strictEqual((await pinsOf(sandbox).all()).length, 4);
  match((await run()).stderr, /Nothing to change/);
  // Into a directory that is not there yet, as on a node.
  const fresh = join(sandbox.root, "kubelet", "docker");
  const there = await sandbox.run(["docker", "install", "--pin-only"], { env: { DOCKER_CONFIG: fresh } });
  strictEqual(there.code, 0, there.stderr);
  strictEqual((await Deno.stat(join(fresh, "atmos-ecr", `${hostOf(DEV)}.json`))).isFile, true);
  strictEqual(await Deno.stat(join(fresh, "config.json")).then(() => true, () => false), false);
  for (const args of [["--link", sandbox.root], ["--force"]]) {
    const refused = await run(...args);
    strictEqual(refused.code, 2);
    match(refused.stderr, new RegExp(`Cannot use --pin-only with ${args[0]}`));
  }
  strictEqual(await sandbox.readDockerConfig(), before);
});
