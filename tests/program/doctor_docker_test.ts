import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms, pinsOf, projectPin, tokensDirectory } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { checksOf, doctor } from "./doctor_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";
import { writeProgram } from "../support/write_program.ts";

Deno.test("doctor finds wiring without pins, pins without wiring, missing helpers and shadowed logins", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig(JSON.stringify({
    auths: { [hostOf(HUB)]: { auth: btoa("AWS:canary") } },
    credHelpers: { [hostOf(DEV)]: "atmos-ecr", [hostOf(HUB)]: "nonexistent" },
  }));
  const first = await doctor(sandbox);
  strictEqual(first.code, 1);
  const checks = checksOf(first);
  deepStrictEqual(
    ["executable", "helper-programs", "auths", "wiring"].map((id) => checks.get(id)?.status),
    ["fail", "fail", "warn", "warn"],
  );
  match(checks.get("helper-programs")?.message ?? "", /docker-credential-nonexistent/);
  match(checks.get("wiring")?.message ?? "", /no identity is pinned, for 222233334444/);
  await pinsOf(sandbox).set([
    projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr"),
    projectPin(sandbox, hostOf(PROD), "gone"),
  ]);
  const second = checksOf(await doctor(sandbox));
  match(second.get("wiring")?.message ?? "", /credential helper is not registered, for 333344445555/);
  strictEqual(second.get("pins")?.status, "fail");
  match(second.get("pins")?.message ?? "", /333344445555\S+ \(Cannot find identity "gone"\)/);
});

Deno.test("doctor and status find a pin to an AWS profile that no longer exists, and name the command", async () => {
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
  const command = `atmos-ecr docker install ${hostOf(DEV)} --aws-profile NAME`;
  ok(check.hint.includes(`\`${command}\``), check.hint);
  const status = await sandbox.run(["status", "-o", "json"]);
  strictEqual(JSON.parse(status.stdout).registries[0].command, command);
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

Deno.test("doctor lists podman's own logins, wherever podman searches", async (t) => {
  const logins = JSON.stringify({ auths: { [`${hostOf(DEV)}/team`]: { auth: btoa("AWS:canary") } } });
  const helped = JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } });
  for (
    const [name, text, env, message] of [
      [
        "REGISTRY_AUTH_FILE",
        logins,
        { REGISTRY_AUTH_FILE: "/R/a.json" },
        /use the login for 2222\S+ from \S+a\.json/,
      ],
      [
        "REGISTRY_AUTH_FILE that is absent",
        undefined,
        { REGISTRY_AUTH_FILE: "/R/a.json" },
        /read only .*does not exist/,
      ],
      [
        "REGISTRY_AUTH_FILE without logins",
        "{}",
        { REGISTRY_AUTH_FILE: "/R/a.json" },
        /neither an ECR login nor a helper/,
      ],
      ["REGISTRY_AUTH_FILE with the helper", helped, { REGISTRY_AUTH_FILE: "/R/a.json" }, undefined],
      ["XDG_RUNTIME_DIR", logins, { XDG_RUNTIME_DIR: "/R" }, /use the login for 2222\S+ from \S+auth\.json/],
      ["XDG_RUNTIME_DIR without logins", "{}", { XDG_RUNTIME_DIR: "/R" }, undefined],
      ["a file that is broken", "{", { XDG_RUNTIME_DIR: "/R" }, /cannot read \S+auth\.json/],
    ] as const
  ) {
    await t.step(name, async () => {
      await using sandbox = await Sandbox.create();
      const directory = join(sandbox.root, "run");
      await Deno.mkdir(join(directory, "containers"), { recursive: true });
      if (text !== undefined) {
        await Deno.writeTextFile(join(directory, "a.json"), text);
        await Deno.writeTextFile(join(directory, "containers/auth.json"), text);
      }
      const set = Object.fromEntries(
        Object.entries(env).map(([key, value]) => [key, value.replace("/R", directory)]),
      );
      const result = await doctor(sandbox, { env: set });
      const check = checksOf(result).get("container-logins");
      ok(!result.stdout.includes("canary"));
      if (message === undefined) strictEqual(check?.status, "ok", check?.message);
      else {
        match(check?.message ?? "", message);
        ok(check?.status !== "ok");
      }
    });
  }
});

Deno.test("doctor names stores that are there and cannot be started", async () => {
  await using sandbox = await Sandbox.create();
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr", "docker-credential-works"]);
  for (
    const [name, text, reason] of [
      ["binary", "\u0000\u0001no program", /is not executable on this system/],
      ["script", "#!/nowhere/at/all\n", /interpreter or loader is missing/],
      ["wrapper", "#!/bin/sh\nexec /nowhere/at/all\n", /exit code 127/],
    ] as const
  ) {
    await writeProgram(join(sandbox.root, `bin/docker-credential-${name}`), text);
    await sandbox.writeDockerConfig(JSON.stringify({ credsStore: name }));
    const check = checksOf(await doctor(sandbox, { env: { PATH: `${path}:/usr/bin:/bin` } })).get(
      "helper-programs",
    );
    strictEqual(check?.status, "fail", name);
    match(check?.message ?? "", reason);
  }
  await sandbox.writeDockerConfig(JSON.stringify({ credsStore: "works" }));
  strictEqual(checksOf(await doctor(sandbox, { env: { PATH: path } })).get("helper-programs")?.status, "ok");
});
