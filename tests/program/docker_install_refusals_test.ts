import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pinsOf } from "../support/helper_home.ts";
import { DEV, hostOf, HUB, PROD } from "./world.ts";
import { helpers, installed } from "./install_sandbox.ts";

Deno.test("docker install leaves another helper alone unless it is forced", async () => {
  await using sandbox = await installed();
  await sandbox.writeDockerConfig(
    JSON.stringify({ credHelpers: { [hostOf(DEV)]: "pass", [hostOf(HUB)]: "" } }),
  );
  const refused = await sandbox.go("install", hostOf(DEV), hostOf(HUB), hostOf(PROD));
  strictEqual(refused.code, 5);
  match(
    refused.stderr,
    /✗ 222233334444\S+ as .*Docker uses docker-credential-pass for it \[DOCKER_HELPER_TAKEN\]\n/,
  );
  match(refused.stderr, /✗ 111122223333\S+: .*its credHelpers entry is empty.*\n +Hint: Add --force/);
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
  match(
    stderr,
    /still uses docker-credential-pass[^\n]*\nThe credential helper is not installed for 222233334444\S+\nNothing to change/,
  );
  strictEqual(await sandbox.readDockerConfig(), config);
  const bare = await sandbox.go("uninstall");
  strictEqual(bare.code, 2);
  match(bare.stderr, /Specify the registries, [^\n]* --all[\s\S]*CONFIG_NOT_FOUND/);
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

Deno.test("docker install rejects an endpoint that the helper would reject, until the file is trusted", async () => {
  await using sandbox = await installed();
  const yaml = await Deno.readTextFile(join(sandbox.project, "atmos.yaml"));
  const endpoint =
    'spec: {endpoint_url: "https://sts.amazonaws.com.evil.example"}\n      principal: {assume_role:';
  const changed = yaml.replace("principal: {assume_role:", endpoint);
  const states = async (): Promise<readonly string[]> => {
    const { registries } = JSON.parse((await sandbox.run(["status", "-o", "json", hostOf(DEV)])).stdout);
    return registries.map(({ state }: { readonly state: string }) => state);
  };
  await sandbox.write("atmos.yaml", changed);
  const refused = await sandbox.go("install", hostOf(DEV));
  strictEqual(refused.code, 2, refused.stderr);
  match(
    refused.stderr,
    /"sts\.amazonaws\.com\.evil\.example" is not an https:.* AWS STS.*\[DOCKER_PIN_UNUSABLE\]/,
  );
  match(refused.stderr, /Hint: Run `atmos-ecr trust atmos\.yaml`/);
  deepStrictEqual(await pinsOf(sandbox).all(), []);
  // By a pull, after the install.
  await sandbox.write("atmos.yaml", yaml);
  strictEqual((await sandbox.go("install", hostOf(DEV))).code, 0);
  await sandbox.write("atmos.yaml", changed);
  deepStrictEqual(await states(), ["broken"]);
  await sandbox.run(["trust", "atmos.yaml"]);
  strictEqual((await sandbox.go("install", "--repin", hostOf(DEV))).code, 0);
  deepStrictEqual(await states(), ["no_token"]);
});
