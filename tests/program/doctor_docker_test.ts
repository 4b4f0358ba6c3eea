import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms, pinsOf, tokensDirectory } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { checksOf, doctor } from "./doctor_world.ts";
import { DEV, hostOf } from "./world.ts";
import { writeProgram } from "../support/write_program.ts";

Deno.test("doctor finds a pin to an AWS profile that no longer exists, and names the command", async () => {
  await using sandbox = await Sandbox.create();
  const directory = join(sandbox.home, ".aws");
  await pinsOf(sandbox).set([{
    kind: "aws-profile",
    host: hostOf(DEV),
    profile: "gone",
    configFile: join(directory, "config"),
    credentialsFile: join(directory, "credentials"),
  }]);
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  const check = checksOf(await doctor(sandbox)).get("pins");
  strictEqual(check?.status, "fail");
  match(check.message, /profile "gone"/);
  ok(check.hint.includes(`\`atmos-ecr docker install ${hostOf(DEV)} --aws-profile NAME\``), check.hint);
});

Deno.test("doctor finds files that others may read, a byte-order mark and a link", async () => {
  await using sandbox = await Sandbox.create();
  await sandbox.writeDockerConfig("\uFEFF{}");
  await Deno.chmod(sandbox.dockerConfig, 0o644);
  const target = join(sandbox.root, "real.json");
  await Deno.rename(sandbox.dockerConfig, target);
  await Deno.symlink(target, sandbox.dockerConfig);
  await Deno.mkdir(tokensDirectory(sandbox), { recursive: true });
  await Deno.chmod(tokensDirectory(sandbox), 0o755);
  const result = await doctor(sandbox);
  strictEqual(result.code, 1);
  const checks = checksOf(result);
  strictEqual(checks.get("docker-config")?.status, "fail");
  match(checks.get("docker-config")?.message ?? "", /byte-order mark/);
  match(
    checks.get("docker-config-mode")?.message ?? "",
    /mode 0644: .*config\.json \(a link to .*real\.json\)/,
  );
  match(checks.get("cache-directory")?.hint ?? "", /^Run: chmod 700 /);
  strictEqual(checks.get("configuration")?.status, "warn");
});

Deno.test("doctor finds podman's own logins, and a store that is there and cannot be started", async () => {
  await using sandbox = await Sandbox.create();
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]);
  await writeProgram(join(sandbox.root, "bin/docker-credential-script"), "#!/nowhere/at/all\n");
  await sandbox.writeDockerConfig(JSON.stringify({ credsStore: "script" }));
  const authFile = join(sandbox.root, "a.json");
  const auths = { [`${hostOf(DEV)}/team`]: { auth: btoa("AWS:canary") } };
  await Deno.writeTextFile(authFile, JSON.stringify({ auths }));
  const result = await doctor(sandbox, {
    env: { PATH: `${path}:/usr/bin:/bin`, REGISTRY_AUTH_FILE: authFile },
  });
  const checks = checksOf(result);
  match(
    checks.get("container-logins")?.message ?? "",
    /use the login for 2222\S+ from \S+a\.json/,
  );
  strictEqual(checks.get("helper-programs")?.status, "fail");
  match(checks.get("helper-programs")?.message ?? "", /-script \(its interpreter or loader is missing\)/);
  ok(!result.stdout.includes("canary"));
});
