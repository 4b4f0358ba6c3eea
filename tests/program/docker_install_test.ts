import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pinLabel } from "../../src/domain/helper/registry_pin.ts";
import { pinFile, pinsOf, projectPin } from "../support/helper_home.ts";
import { type ProgramResult, Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";
import { AUTH, CONFIG, helpers, installed } from "./install_sandbox.ts";

const HAS_DOCKER = await new Deno.Command("docker", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

Deno.test("docker install pins the configured registries and wires them, losing nothing; uninstall undoes it", async () => {
  await using sandbox = await installed();
  const { code, stdout, stderr } = await sandbox.go("install");
  deepStrictEqual([code, stdout], [0, ""], stderr);
  match(stderr, /✓ Installed the credential helper for 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
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

Deno.test("a second docker install changes nothing, and reports it", async () => {
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

Deno.test("docker install HOST uses the identity of its integration, the given one, or none", async () => {
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
  match(kept.stderr, /remains pinned to identity "builder"/);
  deepStrictEqual(
    [JSON.parse(kept.stdout).registries[0].identity, JSON.parse(kept.stdout).registries[0].changed],
    ["builder", false],
  );
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
  const left = await Array.fromAsync(Deno.readDir(fresh), ({ name }) => name);
  deepStrictEqual(left, ["atmos-ecr"]);
  // Each makes and deletes the lock, and no pin is lost.
  const hosts = ["1", "2", "3", "4", "5", "6"].map((digit) => hostOf(digit.repeat(12)));
  const many = join(sandbox.root, "many");
  const runs = await Promise.all(
    hosts.map((host) => run(host, "--identity", "dev-deploy", "--docker-config", many)),
  );
  deepStrictEqual(runs.map(({ code }) => code), hosts.map(() => 0), runs.map(({ stderr }) => stderr).join());
  deepStrictEqual(
    (await Array.fromAsync(Deno.readDir(join(many, "atmos-ecr")), ({ name }) => name)).toSorted(),
    hosts.map((host) => `${host}.json`),
  );
  for (const args of [["--link", sandbox.root], ["--force"]]) {
    const refused = await run(...args);
    strictEqual(refused.code, 2);
    match(refused.stderr, new RegExp(`Cannot use --pin-only with ${args[0]}`));
  }
  strictEqual(await sandbox.readDockerConfig(), before);
});
