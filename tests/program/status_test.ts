import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { cacheToken, fakePrograms, pinFile, pinsOf, projectPin } from "../support/helper_home.ts";
import { tokenLeft } from "../support/helper_fixtures.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const AUTH = btoa("AWS:canary-password");
const FOREIGN = hostOf("444455556666");

Deno.test("status shows all registries, as an aligned table", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const pin = projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr");
  await pinsOf(sandbox).set([pin, projectPin(sandbox, hostOf(HUB), "builder")]);
  await cacheToken(sandbox, pin, tokenLeft(11 * 3600 + 59 * 60 + 30, "canary-password", new Date()));
  await sandbox.writeDockerConfig(JSON.stringify({
    auths: {
      [hostOf(DEV)]: { auth: AUTH },
      [`https://${hostOf(PROD, "eu-west-1")}`]: { auth: AUTH },
      "registry.example": { auth: AUTH },
      "public.ecr.aws": {},
    },
    credHelpers: { [hostOf(DEV)]: "atmos-ecr", [FOREIGN]: "ecr-login", "registry.example": "pass" },
  }));
  const path = await fakePrograms(sandbox, ["docker-credential-ecr-login"]);
  const { code, stdout, stderr } = await sandbox.run(["status"], { env: { PATH: path } });
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2001-02-03 04:05 UTC"),
    `REGISTRY                                      PROVIDED BY             IDENTITY     STATE           EXPIRES                           OVERRIDES  RUN
111122223333.dkr.ecr.us-east-1.amazonaws.com  none                    -            no credentials  -                                 -          atmos-ecr login 111122223333.dkr.ecr.us-east-1.amazonaws.com
222233334444.dkr.ecr.eu-west-1.amazonaws.com  none                    dev-deploy   no credentials  -                                 -          atmos-ecr login dev/ecr/eu
222233334444.dkr.ecr.us-east-1.amazonaws.com  helper atmos-ecr        dev-deploy   ready           in 11h59m (2001-02-03 04:05 UTC)  auths      -
333344445555.dkr.ecr.eu-west-1.amazonaws.com  auths                   prod-deploy  unknown         -                                 -          -
444455556666.dkr.ecr.us-east-1.amazonaws.com  other-helper ecr-login  -            unknown         -                                 -          -
public.ecr.aws                                none                    dev-deploy   no credentials  -                                 -          atmos-ecr login public
`,
  );
});

Deno.test("status -o json has the documented shape, also as docker status, and accepts hosts", async () => {
  await using sandbox = await Sandbox.create();
  const host = hostOf(DEV);
  await sandbox.writeDockerConfig(
    JSON.stringify({ auths: { [host]: { auth: AUTH } }, credsStore: "there" }),
  );
  const path = await fakePrograms(sandbox, ["docker-credential-there"]);
  for (const command of [["status"], ["docker", "status"]]) {
    const { code, stdout, stderr } = await sandbox.run([
      ...command,
      `https://${host}/app:1`,
      host,
      "-o",
      "json",
    ], { env: { PATH: path } });
    deepStrictEqual([code, stderr], [1, ""]);
    deepStrictEqual(JSON.parse(stdout), {
      version: 1,
      registries: [{
        registry: host,
        provided_by: "store",
        helper: "there",
        overrides: ["auths"],
        identity: null,
        aws_profile: null,
        principal: null,
        account: null,
        expires_at: null,
        state: "unknown",
        failure: null,
        command: null,
      }],
    });
  }
});

Deno.test("status shows the expiry of the helper's token, and ignores an expired one", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml":
      "auth: {identities: {dev-deploy: {kind: aws/user, credentials: {access_key_id: A, secret_access_key: b}}}}",
  });
  await sandbox.writeDockerConfig(JSON.stringify({ credsStore: "atmos-ecr" }));
  const pin = projectPin(sandbox, hostOf(DEV), "Dev-Deploy");
  await pinsOf(sandbox).set([pin]);
  const token = tokenLeft(3600, "x", new Date());
  await cacheToken(sandbox, pin, token);
  const read = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await sandbox.run(["status", "-o", "json"])).stdout).registries[0];
  deepStrictEqual(await read(), {
    registry: hostOf(DEV),
    provided_by: "store",
    helper: "atmos-ecr",
    overrides: [],
    identity: "Dev-Deploy",
    aws_profile: null,
    principal: null,
    account: null,
    expires_at: token.expiresAt.toISOString(),
    state: "ready",
    failure: null,
    command: null,
  });
  await cacheToken(sandbox, pin, tokenLeft(-1, "x", new Date()));
  strictEqual((await read())["expires_at"], null);
});

Deno.test("status reads the expiry from the login itself, even after it has expired", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  const read = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await world.run(["status", hostOf(DEV), "-o", "json"])).stdout).registries[0];
  const { provided_by: providedBy, expires_at: expiresAt, state } = await read();
  deepStrictEqual([providedBy, state], ["auths", "ready"]);
  const claims = world.aws.describePassword(await world.password(hostOf(DEV)) ?? "");
  strictEqual(expiresAt, new Date(Math.floor((claims?.expiresAt ?? 0) / 1000) * 1000).toISOString());
  const ended = btoa(`AWS:${btoa(JSON.stringify({ expiration: 1_700_000_000 }))}`);
  await world.sandbox.writeDockerConfig(JSON.stringify({ auths: { [hostOf(DEV)]: { auth: ended } } }));
  match(
    (await world.run(["status"])).stdout,
    /^222233334444\.dkr\.ecr\.us-east-1\S+ +auths +dev-deploy +expired +expired \(2023-11-14 22:13 UTC\) +atmos-ecr login dev\/ecr$/m,
  );
});

Deno.test("status warns of pins that the configuration has moved on from", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig(
    JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr", [hostOf(HUB)]: "atmos-ecr" } }),
  );
  await pinsOf(sandbox).set([
    projectPin(sandbox, hostOf(DEV), "builder", "dev/ecr"),
    projectPin(sandbox, hostOf(HUB), "nobody"),
  ]);
  const { code, stderr } = await sandbox.run(["status"]);
  strictEqual(code, 0);
  match(
    stderr,
    /222233334444\S+ is pinned to "builder", but integration "dev\/ecr" now uses identity "dev-deploy"/,
  );
  match(stderr, /The helper can no longer log in to 111122223333\S+\. Cannot find identity "nobody"/);
});

Deno.test("status works without atmos.yaml, without Docker's configuration, and with a broken atmos.yaml", async () => {
  await using sandbox = await Sandbox.create();
  const empty = await sandbox.run(["status"]);
  deepStrictEqual([empty.code, empty.stdout], [0, ""]);
  match(empty.stderr, /No ECR registry/);
  const json = await sandbox.run(["status", "-o", "json", "-q"]);
  deepStrictEqual([json.code, JSON.parse(json.stdout), json.stderr], [0, { version: 1, registries: [] }, ""]);
  await sandbox.write("atmos.yaml", "auth: [\n");
  await sandbox.writeDockerConfig(JSON.stringify({ auths: { [hostOf(DEV)]: { auth: AUTH } } }));
  const broken = await sandbox.run(["status"]);
  strictEqual(broken.code, 0);
  match(broken.stdout, /^222233334444\S+ +auths +- +unknown +-$/m);
  match(broken.stderr, /^Warning: atmos\.yaml:\d+:\d+: /);
});

Deno.test("status warns of DOCKER_AUTH_CONFIG and of a byte-order mark, and shows no secret", async () => {
  await using sandbox = await Sandbox.create();
  await sandbox.writeDockerConfig(`\uFEFF${JSON.stringify({ auths: { [hostOf(DEV)]: { auth: AUTH } } })}`);
  const { code, stdout, stderr } = await sandbox.run(["status"], {
    env: { DOCKER_AUTH_CONFIG: `{"auths":{"x":{"auth":"${AUTH}"}}}` },
  });
  strictEqual(code, 0);
  match(stderr, /Warning: DOCKER_AUTH_CONFIG is set/);
  match(stderr, /Warning: .*byte-order mark/);
  ok(!(stdout + stderr).includes(AUTH) && !(stdout + stderr).includes("canary"));
});

Deno.test("status rejects invalid hosts and a damaged config.json, and shows damaged pins", async () => {
  await using sandbox = await Sandbox.create();
  const host = await sandbox.run(["status", "registry.example"]);
  strictEqual(host.code, 2);
  match(host.stderr, /REGISTRY_INVALID/);
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev")]);
  await Deno.writeTextFile(pinFile(sandbox, hostOf(DEV)), "{}");
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  const pins = await sandbox.run(["status", hostOf(DEV), "-o", "json"]);
  strictEqual(pins.code, 1);
  const { state, failure, command } = JSON.parse(pins.stdout).registries[0];
  deepStrictEqual([state, failure.code, command], [
    "broken",
    "STATE_UNUSABLE",
    `atmos-ecr docker install ${hostOf(DEV)}`,
  ]);
  await sandbox.writeDockerConfig("{");
  const docker = await sandbox.run(["status"]);
  strictEqual(docker.code, 2);
  match(docker.stderr, /DOCKER_CONFIG_INVALID/);
});

Deno.test("status shows hosts that only config.json has, also as FIPS names", async () => {
  await using sandbox = await Sandbox.create();
  const fips = "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com";
  await sandbox.writeDockerConfig(JSON.stringify({
    auths: { [`https://${hostOf(DEV)}/v1/`]: { auth: AUTH } },
    credHelpers: { [fips]: "ecr-login", "ecr-public.aws.com": "pass", "gcr.io": "gcr" },
  }));
  const { registries } = JSON.parse((await sandbox.run(["status", "-o", "json"])).stdout);
  deepStrictEqual(registries.map(({ registry }: { readonly registry: string }) => registry), [
    fips,
    hostOf(DEV),
    "ecr-public.aws.com",
  ]);
});
