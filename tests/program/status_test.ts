import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { cacheToken, fakePrograms, pinsOf, projectPin } from "../support/helper_home.ts";
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

Deno.test("status -o json has the documented shape, and accepts hosts", async () => {
  await using sandbox = await Sandbox.create();
  const host = hostOf(DEV);
  await sandbox.writeDockerConfig(
    JSON.stringify({ auths: { [host]: { auth: AUTH } }, credsStore: "there" }),
  );
  const path = await fakePrograms(sandbox, ["docker-credential-there"]);
  const { code, stdout, stderr } = await sandbox.run(
    ["status", `https://${host}/app:1`, host, "-o", "json"],
    { env: { PATH: path } },
  );
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
});

Deno.test("status reads the expiry from the login itself", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  const { code, stdout } = await world.run(["status", hostOf(DEV), "-o", "json"]);
  const { provided_by: providedBy, expires_at: expiresAt, state } = JSON.parse(stdout).registries[0];
  deepStrictEqual([code, providedBy, state], [0, "auths", "ready"]);
  const claims = world.aws.describePassword(await world.password(hostOf(DEV)) ?? "");
  strictEqual(expiresAt, new Date(Math.floor((claims?.expiresAt ?? 0) / 1000) * 1000).toISOString());
});

Deno.test("status without anything names the ways to start", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await sandbox.run(["status"]);
  deepStrictEqual([code, stdout], [0, ""]);
  match(stderr, /^No ECR registry[^`]+`atmos-ecr init`/);
  const json = await sandbox.run(["status", "-o", "json", "-q"]);
  deepStrictEqual([json.code, JSON.parse(json.stdout), json.stderr], [0, { version: 1, registries: [] }, ""]);
});

Deno.test("status goes on with a broken atmos.yaml, warns of what Docker ignores, and shows no secret", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: [\n" });
  await sandbox.writeDockerConfig(`\uFEFF${JSON.stringify({ auths: { [hostOf(DEV)]: { auth: AUTH } } })}`);
  const { code, stdout, stderr } = await sandbox.run(["status"], {
    env: { DOCKER_AUTH_CONFIG: `{"auths":{"x":{"auth":"${AUTH}"}}}` },
  });
  strictEqual(code, 0);
  match(stdout, /^222233334444\S+ +auths +- +unknown +-$/m);
  match(stderr, /^Warning: atmos\.yaml:\d+:\d+: /);
  match(stderr, /Warning: DOCKER_AUTH_CONFIG is set/);
  match(stderr, /Warning: .*byte-order mark/);
  ok(!(stdout + stderr).includes(AUTH) && !(stdout + stderr).includes("canary"));
});
