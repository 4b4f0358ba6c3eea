import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { DEV, hostOf, PROD, World } from "./world.ts";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { Sandbox } from "../support/sandbox.ts";
import { writeProgram } from "../support/write_program.ts";

const EXISTING = `{
    "auths" : {
        "ghcr.io": {"auth": "dXNlcjpleGFtcGxl", "email": "a@b.example"}
    },
    "HttpHeaders": { "User-Agent": "x" },
    "credHelpers": { "gcr.io": "gcloud" }, "big": 12345678901234567890, "e": 1.0
}
`;

Deno.test("login and logout preserve all other bytes, beside the target of a symbolic link, with mode 0600, under DOCKER_CONFIG", async () => {
  await using world = await World.create();
  const target = join(world.sandbox.root, "elsewhere", "docker.json");
  await Deno.mkdir(dirname(target));
  await Deno.writeTextFile(target, EXISTING, { mode: 0o644 });
  const directory = join(world.sandbox.root, "docker");
  await Deno.mkdir(directory);
  await Deno.symlink(target, join(directory, "config.json"));
  const login = await world.run(["login", "dev/ecr", "prod/ecr"], { env: { DOCKER_CONFIG: directory } });
  strictEqual(login.code, 0, login.stderr);
  const after = await Deno.readTextFile(target);
  for (const line of EXISTING.split("\n").filter((line) => !line.includes("ghcr.io"))) {
    ok(after.includes(line), line);
  }
  ok(after.includes(hostOf(DEV)) && after.includes(hostOf(PROD, "eu-west-1")));
  ok((await Deno.lstat(join(directory, "config.json"))).isSymlink);
  strictEqual(((await Deno.stat(target)).mode ?? 0) & 0o777, 0o600);
  strictEqual(await world.sandbox.readDockerConfig(), undefined);
  // A logout calls nobody.
  const env = { DOCKER_CONFIG: directory, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  const logout = await world.run(["logout", "dev/ecr", "prod/ecr"], { env });
  strictEqual(logout.code, 0, logout.stderr);
  strictEqual(await Deno.readTextFile(target), EXISTING);
});

Deno.test("logout removes the logins of the default identity, and --identity those of another", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const hosts = [hostOf(DEV), hostOf(DEV, "eu-west-1"), hostOf(PROD, "eu-west-1"), "public.ecr.aws"];
  const auth = btoa("AWS:canary");
  await sandbox.writeDockerConfig(
    JSON.stringify({ auths: Object.fromEntries(hosts.map((host) => [host, { auth }])) }),
  );
  const left = async (): Promise<string[]> =>
    Object.keys(JSON.parse(await sandbox.readDockerConfig() ?? "{}").auths);
  const first = await sandbox.run(["logout"]);
  deepStrictEqual([first.code, first.stdout, await left()], [0, "", [hostOf(PROD, "eu-west-1")]]);
  strictEqual(first.stderr.match(/Logged out of/g)?.length, 3);
  strictEqual((await sandbox.run(["logout", "--identity", "prod-deploy"])).code, 0);
  deepStrictEqual(await left(), []);
});

Deno.test("logout of what is not there succeeds and writes nothing", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const { code, stdout } = await sandbox.run(["logout", "dev/ecr", "-o", "json"]);
  strictEqual(code, 0);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    registries: [{
      registry: hostOf(DEV),
      integration: "dev/ecr",
      identity: "dev-deploy",
      status: "ok",
      expires_at: null,
    }],
  });
  deepStrictEqual(await sandbox.files(), []);
});

Deno.test("a credential store gets the login, and config.json gets no token", async () => {
  await using world = await World.create();
  const config = `{"credsStore":"probe"}`;
  await world.sandbox.writeDockerConfig(config);
  const log = join(world.sandbox.root, "store.log");
  const bin = join(world.sandbox.root, "bin");
  await Deno.mkdir(bin);
  await writeProgram(
    join(bin, "docker-credential-probe"),
    `#!/bin/sh\n{ echo "$1"; cat; echo; } >> "${log}"\n`,
  );
  const env = { PATH: `${bin}:${Deno.env.get("PATH")}` };
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env });
  strictEqual(code, 0, stderr);
  strictEqual(await world.sandbox.readDockerConfig(), config);
  const [verb, json = ""] = (await Deno.readTextFile(log)).split("\n");
  const login: { ServerURL: string; Username: string; Secret: string } = JSON.parse(json);
  deepStrictEqual([verb, login.ServerURL, login.Username], ["store", hostOf(DEV), "AWS"]);
  match(world.aws.describePassword(login.Secret)?.principal ?? "", /222233334444:assumed-role/);
  strictEqual((await world.run(["logout", "dev/ecr"], { env })).code, 0);
  match(await Deno.readTextFile(log), new RegExp(`erase\n${hostOf(DEV)}`));
});

Deno.test("a credential store that is missing fails its registries and names the program", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(`{"credsStore":"no-such-store"}`);
  const { code, stdout } = await world.run(["login", "dev/ecr", "-o", "json"]);
  strictEqual(code, 1);
  const [{ error, expires_at: expiresAt }] = JSON.parse(stdout).registries;
  deepStrictEqual([error.code, expiresAt], ["DOCKER_STORE_FAILED", null]);
  ok(error.hint.length > 0);
  match(error.message, /docker-credential-no-such-store/);
});

Deno.test("a helper registered for the host is kept, with a warning", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(`{"credHelpers":{"${hostOf(DEV)}":"ecr-login"}}`);
  const { code, stderr } = await world.run(["login", "dev/ecr"]);
  strictEqual(code, 0);
  match(stderr, /Warning: Docker uses docker-credential-ecr-login for 222233334444.*overrides/);
  ok((await world.sandbox.readDockerConfig())?.startsWith(`{"credHelpers":{"${hostOf(DEV)}":"ecr-login"}`));
});

Deno.test("parallel logins write all their entries, and preserve every other byte", async () => {
  await using world = await World.create("");
  await world.sandbox.writeDockerConfig(EXISTING);
  // A dozen where runs are processes; else the hosts run two, and many writers are tested on the adapter.
  const hosts = Array.from(
    { length: HAS_HOSTS ? 2 : 12 },
    (_, index) => hostOf(String(500000000000 + index)),
  );
  const results = await Promise.all(
    hosts.map((host) =>
      world.run(["login", "-q", "--registry", host], { env: world.aws.environment(world.user) })
    ),
  );
  deepStrictEqual(results.filter(({ code }) => code !== 0), []);
  for (const host of hosts) strictEqual(await world.principalOf(host), world.user.arn);
  const logouts = await world.run(["logout", "-q", ...hosts.flatMap((host) => ["--registry", host])]);
  strictEqual(logouts.code, 0, logouts.stderr);
  strictEqual(await world.sandbox.readDockerConfig(), EXISTING);
  deepStrictEqual((await world.sandbox.files()).filter((file) => file.includes(".tmp")), []);
});
