import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { DEV, hostOf, World } from "./world.ts";
import { atOnce } from "../support/hosts/samples.ts";
import { writeProgram } from "../support/write_program.ts";

const EXISTING = `{
    "auths" : {
        "ghcr.io": {"auth": "dXNlcjpleGFtcGxl", "email": "a@b.example"}
    },
    "HttpHeaders": { "User-Agent": "x" },
    "credHelpers": { "gcr.io": "gcloud" }, "big": 12345678901234567890, "e": 1.0
}
`;

Deno.test("login and logout preserve all other bytes", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(EXISTING);
  strictEqual((await world.run(["login", "dev/ecr", "prod/ecr"])).code, 0);
  const after = await world.sandbox.readDockerConfig() ?? "";
  for (const line of EXISTING.split("\n").filter((line) => !line.includes("ghcr.io"))) {
    ok(after.includes(line), line);
  }
  ok(await world.password(hostOf(DEV)) !== undefined);
  strictEqual((await world.run(["logout", "dev/ecr", "prod/ecr"])).code, 0);
  strictEqual(await world.sandbox.readDockerConfig(), EXISTING);
});

Deno.test("logout accepts integrations, identities, hosts and --all, and calls no AWS", async () => {
  await using world = await World.create();
  const offline = { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" } };
  strictEqual((await world.run(["login", "--all"])).code, 0);
  const loggedIn = await world.sandbox.readDockerConfig() ?? "";
  for (
    const [args, left] of [
      [["dev/ecr"], 3],
      [["--identity", "dev-deploy"], 1],
      [["--registry", hostOf(DEV)], 3],
      [["--public"], 3],
      [["--all"], 0],
      [[], 1],
    ] as const
  ) {
    await world.sandbox.writeDockerConfig(loggedIn);
    const { code, stdout, stderr } = await world.run(["logout", ...args], offline);
    strictEqual(code, 0, stderr);
    strictEqual(stdout, "");
    match(stderr, /Logged out of/);
    strictEqual(
      Object.keys(JSON.parse(await world.sandbox.readDockerConfig() ?? "{}").auths).length,
      left,
      args.join(" "),
    );
  }
});

Deno.test("logout of what is not there succeeds and writes nothing", async () => {
  await using world = await World.create();
  const { code, stdout } = await world.run(["logout", "dev/ecr", "-o", "json"]);
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
  deepStrictEqual(await world.sandbox.files(), []);
});

Deno.test("login writes beside the target of a symbolic link, with mode 0600, and under DOCKER_CONFIG", async () => {
  await using world = await World.create();
  const target = join(world.sandbox.root, "elsewhere", "docker.json");
  await Deno.mkdir(dirname(target));
  await Deno.writeTextFile(target, EXISTING, { mode: 0o644 });
  const directory = join(world.sandbox.root, "docker");
  await Deno.mkdir(directory);
  await Deno.symlink(target, join(directory, "config.json"));
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: { DOCKER_CONFIG: directory } });
  strictEqual(code, 0, stderr);
  ok((await Deno.lstat(join(directory, "config.json"))).isSymlink);
  ok((await Deno.readTextFile(target)).includes(hostOf(DEV)));
  strictEqual(((await Deno.stat(target)).mode ?? 0) & 0o777, 0o600);
  strictEqual(await world.sandbox.readDockerConfig(), undefined);
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
  const [{ error }] = JSON.parse(stdout).registries;
  strictEqual(error.code, "DOCKER_STORE_FAILED");
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

Deno.test("a dozen parallel logins write a dozen entries and preserve every other byte", async () => {
  await using world = await World.create("");
  await world.sandbox.writeDockerConfig(EXISTING);
  const hosts = Array.from({ length: atOnce(12) }, (_, index) => hostOf(String(500000000000 + index)));
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
