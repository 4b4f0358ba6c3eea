/** `docker install` and `docker uninstall` as commands: what they say, and with which exit code they end. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, HUB, PROD, World } from "../../program/world.ts";
import { someDefinition } from "../../support/helper_fixtures.ts";
import { InstallBench } from "./install_bench.ts";

const HOST = hostOf(DEV);

/** A login in Docker's configuration, which no output may show. */
const AUTH = btoa("AWS:canary-password");

/** Identities by these names are these principals, whatever else is known of them. */
function byName(bench: InstallBench): void {
  bench.principals.configured = ({ identity }) => someDefinition(identity.toLowerCase());
}

Deno.test("docker install of what is installed changes nothing, and reports it", async () => {
  await using bench = await InstallBench.create();
  strictEqual((await bench.run("install", "--all")).code, 0);
  const before = [bench.docker.writes, await bench.pinned()];
  const { code, out, err } = await bench.run("install");
  deepStrictEqual([code, out], [0, ""]);
  match(err, /\(no change\)\n[\s\S]*Nothing to change\n$/);
  const json = await bench.run("install", "-o", "json");
  const { registries } = JSON.parse(json.out);
  deepStrictEqual(registries.map(({ changed }: { changed: boolean }) => changed), [
    false,
    false,
    false,
    false,
  ]);
  deepStrictEqual([bench.docker.writes, await bench.pinned()], before);
});

Deno.test("docker install HOST uses the identity of its integration, the given one, or none", async () => {
  await using bench = await InstallBench.create();
  byName(bench);
  const { code, out, err } = await bench.run("install", `https://${HOST}/app`, hostOf(HUB), "-o", "json");
  strictEqual(code, 0, err);
  deepStrictEqual(JSON.parse(out), {
    version: 1,
    registries: [
      { registry: HOST, integration: "dev/ecr", identity: "dev-deploy", status: "ok", changed: true },
      { registry: hostOf(HUB), integration: null, identity: null, status: "ok", changed: true },
    ],
  });
  const again = await bench.run("install", hostOf(HUB));
  match(again.err, /111122223333\S+ with the environment's credentials \(no change\)/);
  deepStrictEqual(await bench.pinned(), { [hostOf(HUB)]: "environment", [HOST]: "dev-deploy" });
  const refused = await bench.run("install", hostOf(HUB), "--identity", "BUILDER");
  strictEqual(refused.code, 2);
  match(refused.err, /pinned to the environment's credentials[\s\S]*--repin/);
  await bench.run("install", hostOf(HUB), "--identity", "BUILDER", "--repin");
  deepStrictEqual(await bench.pinned(), { [hostOf(HUB)]: "builder", [HOST]: "dev-deploy" });
  const kept = await bench.run("install", hostOf(HUB), "-o", "json");
  match(kept.err, /remains pinned to identity "builder"/);
  const { registries: [{ identity, changed }] } = JSON.parse(kept.out);
  deepStrictEqual([identity, changed], ["builder", false]);
});

Deno.test("docker install --dry-run as JSON has the plan and the diff, without secrets, and writes nothing", async () => {
  const config = JSON.stringify({
    auths: { "registry.example": { auth: AUTH } },
    HttpHeaders: { "X-Token": "canary-header" },
  });
  await using bench = await InstallBench.create({ docker: config });
  const { out } = await bench.run("install", HOST, "--dry-run", "-o", "json");
  const { dry_run, registries, diff } = JSON.parse(out);
  deepStrictEqual([dry_run, registries[0].status, registries[0].changed], [true, "planned", true]);
  ok(diff.includes("+++") && !diff.includes("canary") && !diff.includes(AUTH));
  deepStrictEqual([bench.docker.text, await bench.pinned()], [config, {}]);
});

Deno.test("docker install leaves another helper alone unless it is forced", async () => {
  await using bench = await InstallBench.create({
    docker: JSON.stringify({ credHelpers: { [HOST]: "pass", [hostOf(HUB)]: "" } }),
  });
  const refused = await bench.run("install", HOST, hostOf(HUB), hostOf(PROD));
  strictEqual(refused.code, 5);
  match(
    refused.err,
    /✗ 222233334444\S+ as .*Docker uses docker-credential-pass for it \[DOCKER_HELPER_TAKEN\]\n/,
  );
  match(refused.err, /✗ 111122223333\S+: .*its credHelpers entry is empty.*\n +Hint: Add --force/);
  deepStrictEqual(bench.helpers, { [HOST]: "pass", [hostOf(HUB)]: "", [hostOf(PROD)]: "atmos-ecr" });
  deepStrictEqual(await bench.pinned(), { [hostOf(PROD)]: "environment" });
  const forced = await bench.run("install", HOST, "--force");
  strictEqual(forced.code, 0, forced.err);
  strictEqual(bench.helpers[HOST], "atmos-ecr");
  const all = await bench.run("uninstall", "--all");
  strictEqual(all.code, 0, all.err);
  deepStrictEqual([bench.helpers, await bench.pinned()], [{ [hostOf(HUB)]: "" }, {}]);
});

Deno.test("docker uninstall leaves the entry of another helper, and needs no atmos.yaml for hosts", async () => {
  const docker = JSON.stringify({ credHelpers: { [HOST]: "pass" } });
  await using bench = await InstallBench.create({ docker, yaml: "" });
  const { code, err } = await bench.run("uninstall", HOST);
  strictEqual(code, 0);
  match(
    err,
    /still uses docker-credential-pass[^\n]*\nThe credential helper is not installed for 222233334444\S+\nNothing to change/,
  );
  strictEqual(bench.docker.text, docker);
  const bare = await bench.run("uninstall");
  strictEqual(bare.code, 2);
  match(bare.err, /Specify the registries, [^\n]* --all[\s\S]*CONFIG_NOT_FOUND/);
});

Deno.test("docker install changes no pin when Docker's configuration cannot be used", async () => {
  await using bench = await InstallBench.create({ docker: "{" });
  const { code, err } = await bench.run("install");
  strictEqual(code, 2);
  match(err, /DOCKER_CONFIG_INVALID/);
  deepStrictEqual([bench.docker.text, await bench.pinned()], ["{", {}]);
});

Deno.test("docker install names each registry whose identity is faulty, and pins the others", async () => {
  await using bench = await InstallBench.create({
    yaml: World.ATMOS_YAML.replace(
      "via: {identity: builder}\n      principal:\n",
      "via: {identity: nobody}\n      principal:\n",
    ),
  });
  const { code, err } = await bench.run("install", "--pin-only");
  strictEqual(code, 5, err);
  match(err, /✗ 333344445555\S+ as prod-deploy, for Prod\/ECR: .*nobody/);
  deepStrictEqual(Object.values(await bench.pinned()), ["dev-deploy", "dev-deploy", "dev-deploy"]);
});

Deno.test("docker install --check and uninstall --check exit with 1 if anything would change", async () => {
  await using bench = await InstallBench.create();
  const install = (...more: string[]): ReturnType<InstallBench["run"]> =>
    bench.run("install", "--pin-only", HOST, ...more);
  const before = await install("--check");
  strictEqual(before.code, 1, before.err);
  match(before.err, /Would update 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  match(before.out, /\+\+\+ .*atmos-ecr\/222233334444/);
  const json = await install("--check", "-o", "json");
  const { dry_run, changed, registries } = JSON.parse(json.out);
  deepStrictEqual([json.code, dry_run, changed, registries[0].changed], [1, true, true, true]);
  deepStrictEqual(await bench.pinned(), {});
  strictEqual((await install()).code, 0);
  const after = await install("--check");
  deepStrictEqual([after.code, after.out], [0, ""], after.err);
  match(after.err, /Nothing to change/);
  strictEqual((await bench.run("uninstall", "--check", HOST)).code, 1);
  deepStrictEqual(await bench.pinned(), { [HOST]: "dev-deploy" });
  strictEqual((await bench.run("uninstall", HOST)).code, 0);
  strictEqual((await bench.run("uninstall", "--check", HOST)).code, 0);
  // What could not be installed is not merely a change.
  bench.docker.text = JSON.stringify({ credHelpers: { [HOST]: "pass" } });
  strictEqual((await bench.run("install", HOST, "--check")).code, 2);
});

Deno.test("docker install --pin-only pins for a kubelet: without a helper, and without a word in config.json", async () => {
  const docker = `{"credHelpers":{"${HOST}":"ecr-login"}}`;
  await using bench = await InstallBench.create({ docker, bare: true });
  const planned = await bench.run("install", "--pin-only", "--dry-run");
  deepStrictEqual([planned.code, await bench.pinned()], [0, {}], planned.err);
  match(planned.out, /dev-deploy/);
  const { code, err } = await bench.run("install", "--pin-only");
  strictEqual(code, 0, err);
  match(err, /✓ Pinned 222233334444\S+ as dev-deploy, for dev\/ecr\n/);
  strictEqual(Object.keys(await bench.pinned()).length, 4);
  match((await bench.run("install", "--pin-only")).err, /Nothing to change/);
  for (const args of [["--link", bench.bin], ["--force"]]) {
    const refused = await bench.run("install", "--pin-only", ...args);
    strictEqual(refused.code, 2);
    match(refused.err, new RegExp(`Cannot use --pin-only with ${args[0]}`));
  }
  strictEqual(bench.docker.text, docker);
});

Deno.test("--docker-config names Docker's directory for install, status and uninstall", async (t) => {
  await using bench = await InstallBench.create();
  for (const args of [["install", "--pin-only", HOST], ["status", HOST], ["uninstall", HOST]]) {
    await t.step(args[0] ?? "", async () => {
      const { code, err } = await bench.run(...args, "--docker-config", "../other docker");
      strictEqual(code, args[0] === "status" ? 1 : 0, err);
      deepStrictEqual(bench.directories.splice(0), ["../other docker"]);
    });
  }
});

Deno.test("docker install rejects options that exclude each other, and pins nothing", async (t) => {
  const profile = ["--aws-profile", "nope"];
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["a profile without a host", profile, /--aws-profile requires registry hosts/],
    [
      "a profile with an identity",
      [...profile, HOST, "-i", "builder"],
      /Cannot combine --identity with --aws-profile/,
    ],
    ["a profile with --all", [...profile, "--all"], /Cannot combine --all with --aws-profile/],
    ["a host with --all", ["--all", HOST], /Cannot combine the host .* with --all/],
    ["an empty directory", ["--docker-config", "", HOST], /--docker-config with an empty value/],
  ];
  await using bench = await InstallBench.create();
  for (const [name, args, says] of rows) {
    await t.step(name, async () => {
      const { code, err } = await bench.run("install", "--pin-only", ...args);
      strictEqual(code, 2, err);
      match(err, says);
      deepStrictEqual(await bench.pinned(), {});
    });
  }
});
