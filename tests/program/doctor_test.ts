import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms, pinFile, pinsOf, projectPin, tokensDirectory } from "../support/helper_home.ts";
import { type ProgramResult, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

type Check = Readonly<Record<"id" | "status" | "message" | "hint", string>>;

/** The machine's own settings are nobody's business. */
const QUIET = { PATH: "/usr/bin:/bin" };

function checksOf({ stdout }: ProgramResult): ReadonlyMap<string, Check> {
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Check[] };
  return new Map(checks.map((check) => [check.id, check]));
}

function doctor(sandbox: Sandbox, options: RunOptions = {}): Promise<ProgramResult> {
  return sandbox.run(["doctor", "--offline", "-o", "json"], {
    ...options,
    env: { ...QUIET, ...options.env },
  });
}

Deno.test("doctor finds nothing wrong with a machine that is set up, as a table", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]);
  const env = { PATH: path };
  const install = await sandbox.run(["docker", "install", hostOf(DEV)], { env });
  strictEqual(install.code, 0, install.stderr);
  await Deno.mkdir(tokensDirectory(sandbox), { recursive: true, mode: 0o700 });
  const { code, stdout, stderr } = await sandbox.run(["doctor", "--offline"], {
    env: {
      ...env,
      XDG_CACHE_HOME: undefined,
      XDG_STATE_HOME: undefined,
      ATMOS_ECR_SYSTEM_CONFIG_PATH: undefined,
    },
  });
  strictEqual(
    stdout.replaceAll(sandbox.root, "…"),
    `ok  docker-config       Docker can read "…/home/.docker/config.json"
ok  docker-keys         No invalid credHelpers keys
ok  executable          docker-credential-atmos-ecr is on the PATH: …/bin/docker-credential-atmos-ecr
ok  helper-programs     All helpers in Docker's config\.json are installed
ok  auths               No ECR logins in config.json are overridden
ok  wiring              Registered helpers match the pins
ok  short-path          IDEs and other desktop applications may not find docker-credential-atmos-ecr: their PATH is often /usr/local/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin, without …/bin
                        Hint: If pulls fail there, run \`atmos-ecr docker install --link /usr/local/bin\`, or set the application's PATH
ok  docker-config-mode  Docker's configuration is private: …/home/.docker/config.json
ok  container-logins    podman, skopeo and buildah have no separate ECR logins
ok  pins                Every pin refers to an existing identity (1 pinned)
ok  last-failure        No failed requests for pinned registries
ok  state-directory     The trust directory does not exist yet: …/home/.local/state/atmos/ecr
ok  cache-directory     The token cache is private: …/home/.cache/atmos/ecr/tokens
ok  configuration       Valid: 1 file read
ok  docker-auth-config  DOCKER_AUTH_CONFIG is not set
ok  aws-endpoints       No custom AWS endpoints are set
ok  aws-profile         No environment credentials conflict with the configured identities
ok  cache-variables     No token cache variables are set
ok  atmos-variables     No ATMOS_* variables are set
ok  tls-variables       No TLS variables are set
`,
  );
  deepStrictEqual([code, stderr], [0, "20 ok, 0 warnings, 0 failures\n"]);

  const elsewhere = await doctor(sandbox, { env, cwd: sandbox.home });
  const { status, message } = checksOf(elsewhere).get("configuration") ?? {};
  deepStrictEqual([status, message], ["ok", "No atmos.yaml was found; pinned registries do not need one"]);
});

Deno.test("doctor goes on when everything is broken", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: [\n" });
  const homeless = await doctor(sandbox, {
    env: {
      HOME: undefined,
      XDG_STATE_HOME: undefined,
      XDG_CACHE_HOME: undefined,
      XDG_CONFIG_HOME: undefined,
    },
  });
  strictEqual(homeless.code, 1);
  const without = checksOf(homeless);
  deepStrictEqual(
    ["docker-config", "executable", "state-directory", "cache-directory", "configuration"].map((id) =>
      without.get(id)?.status
    ),
    ["fail", "warn", "warn", "warn", "fail"],
  );
  match(without.get("configuration")?.message ?? "", /^atmos\.yaml:\d+:\d+: /);

  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev")]);
  await Deno.writeTextFile(pinFile(sandbox, hostOf(DEV)), "{}");
  await sandbox.writeDockerConfig("{");
  const broken = await doctor(sandbox);
  strictEqual(broken.code, 1);
  const checks = checksOf(broken);
  match(checks.get("docker-config")?.message ?? "", /config\.json:1:2: Cannot use Docker's configuration/);
  match(checks.get("pins")?.message ?? "", /Cannot use the pin for 222233334444/);
  ok([...checks.values()].every(({ status, hint }) => status === "ok" || hint.length > 0));
});

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

Deno.test("doctor does not advise against credentials that an aws/ambient identity uses", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": `auth:
  identities:
    me: {kind: aws/ambient}
    dev: {kind: aws/assume-role, via: {identity: me}, principal: {assume_role: "arn:aws:iam::${DEV}:role/dev"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`,
  });
  const checks = checksOf(await doctor(sandbox, { env: { AWS_PROFILE: "team" } }));
  const { status, message, hint } = checks.get("aws-profile") ?? {};
  deepStrictEqual([status, hint ?? null], ["ok", null]);
  match(message ?? "", /AWS_PROFILE=team\. Only aws\/ambient identities use them: me$/);
});

Deno.test("doctor names the variables in force, and never their secrets", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const result = await doctor(sandbox, {
    env: {
      AWS_ENDPOINT_URL: "https://user:canary-1@proxy.example",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
      AWS_PROFILE: "team",
      AWS_ACCESS_KEY_ID: "AKIACANARY",
      AWS_ECR_DISABLE_CACHE: "false",
      ATMOS_IDENTITY: "dev-deploy",
      ATMOS_API_TOKEN: "canary-2",
      DOCKER_AUTH_CONFIG: "canary-3",
      HTTPS_PROXY: "http://me:canary-4@proxy.example",
      SSLKEYLOGFILE: join(sandbox.root, "keys"),
    },
  });
  strictEqual(result.code, 0, result.stdout);
  const checks = checksOf(result);
  match(
    checks.get("aws-endpoints")?.message ?? "",
    /: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS=http:\/\/127\.0\.0\.1:1$/,
  );
  match(
    checks.get("aws-profile")?.message ?? "",
    /AWS_ACCESS_KEY_ID, AWS_PROFILE=team\. Configured identities do not use them$/,
  );
  match(checks.get("cache-variables")?.message ?? "", /AWS_ECR_DISABLE_CACHE=false/);
  match(checks.get("atmos-variables")?.message ?? "", /ATMOS_API_TOKEN, ATMOS_IDENTITY=dev-deploy/);
  match(checks.get("tls-variables")?.message ?? "", /SSLKEYLOGFILE/);
  strictEqual(checks.get("docker-auth-config")?.status, "warn");
  ok(!/canary/i.test(result.stdout + result.stderr));
});

Deno.test("doctor compares the clock with that of AWS, and goes on without it", async () => {
  await using world = await World.create();
  const run = async (env: RunOptions["env"] = {}): Promise<readonly [number, Check | undefined]> => {
    const result = await world.run(["doctor", "-o", "json"], { env });
    return [result.code, checksOf(result).get("clock")];
  };
  const [code, clock] = await run();
  deepStrictEqual([code, clock?.status], [0, "ok"], clock?.message);
  deepStrictEqual(world.aws.requests.map(({ accessKeyId }) => accessKeyId ?? null), [null]);
  const [unreachable, warning] = await run({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
  deepStrictEqual([unreachable, warning?.status], [0, "warn"]);
  const [, refused] = await run({ AWS_ENDPOINT_URL: "http://sts.example" });
  deepStrictEqual(refused?.status, "warn");
  match(refused?.message ?? "", /AWS_ENDPOINT_URL/);
  world.aws.clockOffsetMs = 10 * 60_000;
  const [late, wrong] = await run();
  deepStrictEqual([late, wrong?.status], [1, "fail"]);
  match(wrong?.message ?? "", /10 min behind that of 127\.0\.0\.1/);
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
    await Deno.writeTextFile(join(sandbox.root, `bin/docker-credential-${name}`), text, { mode: 0o755 });
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

Deno.test("doctor accepts valid proxies and certificates, and warns about weak or broken ones", async (t) => {
  await using sandbox = await Sandbox.create();
  await sandbox.write("ca.pem", "");
  const bundle = join(sandbox.project, "ca.pem");
  for (
    const [env, status] of [
      [{ AWS_CA_BUNDLE: bundle }, "ok"],
      [{ HTTPS_PROXY: "http://proxy.example:3128", SSL_CERT_FILE: bundle }, "ok"],
      [{ AWS_CA_BUNDLE: `${bundle}.gone` }, "fail"],
      [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "warn"],
      [{ NODE_TLS_REJECT_UNAUTHORIZED: "1" }, "ok"],
      [{ SSLKEYLOGFILE: "/tmp/keys" }, "warn"],
    ] as const
  ) {
    await t.step(JSON.stringify(env), async () => {
      strictEqual(checksOf(await doctor(sandbox, { env })).get("tls-variables")?.status, status);
    });
  }
});
