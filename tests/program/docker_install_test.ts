import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { programDirectories } from "../../src/adapters/process/program_path.ts";
import { pinFile, pinsOf, projectPin } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";
import { CONFIG, helpers, installed } from "./install_sandbox.ts";

const HAS_DOCKER = programDirectories(Deno.env.get("PATH"), ":").some((directory) => {
  try {
    return Deno.statSync(join(directory, "docker")).isFile;
  } catch {
    return false;
  }
});

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
});

Deno.test({
  name: "a real docker logout leaves the wiring alone (needs the docker client)",
  ignore: !HAS_DOCKER,
  async fn(): Promise<void> {
    await using sandbox = await installed();
    const before = { [hostOf(DEV)]: "atmos-ecr" };
    await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: before }));
    const { success, stderr } = await new Deno.Command("docker", {
      args: ["logout", hostOf(DEV)],
      clearEnv: true,
      env: { ...sandbox.environment(), PATH: `${join(sandbox.root, "bin")}:${Deno.env.get("PATH")}` },
    }).output();
    strictEqual(success, true, new TextDecoder().decode(stderr));
    deepStrictEqual(await helpers(sandbox), before);
  },
});

Deno.test("docker install --pin-only --docker-config makes the pin alone, in a directory that is not there yet", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const env = { DOCKER_CONFIG: join(sandbox.root, "not this one"), PATH: sandbox.root };
  const { code, stderr } = await sandbox.run(
    ["docker", "install", "--pin-only", "--docker-config", "../kubelet/own docker", hostOf(DEV)],
    { env },
  );
  strictEqual(code, 0, stderr);
  match(stderr, /✓ Pinned 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  deepStrictEqual(await sandbox.files(), [`kubelet/own docker/atmos-ecr/${hostOf(DEV)}.json`]);
});
