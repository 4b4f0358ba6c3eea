import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type ProgramResult, programUnderTest } from "../support/sandbox.ts";
import { HelperWorld, HOST, NO_KEYS, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { hostOf, HUB, PROD } from "./world.ts";

/** The secret of an answer; fails with what was said instead. */
function secretOf({ code, stdout, stderr }: ProgramResult): string {
  strictEqual(code, 0, `${stdout}${stderr}`);
  return JSON.parse(stdout).Secret;
}

Deno.test("get calls AWS once, and then uses its cache, with AWS unreachable and without credentials", async () => {
  await using test = await HelperWorld.create();
  const first = await test.get();
  deepStrictEqual(Object.keys(JSON.parse(first.stdout)), ["ServerURL", "Username", "Secret"]);
  strictEqual(test.principalOf(first), test.world.user.arn);
  strictEqual(first.stderr, "");
  strictEqual((await test.get(HOST, { env: UNREACHABLE })).stdout, first.stdout);

  const pinned = await test.pin(hostOf(PROD, "eu-west-1"), "prod-deploy");
  const cold = await test.get(pinned.host);
  match(test.principalOf(cold) ?? cold.stderr, /333344445555:assumed-role\/deploy/);
  await test.world.aws.close();
  const warm = await test.get(pinned.host, {
    env: NO_KEYS,
    cwd: "/",
  });
  strictEqual(secretOf(warm), secretOf(cold));
  // Without the keys that the identity begins with, nobody's token is served.
  const without = await test.get(pinned.host, { env: { ...NO_KEYS, BUILDER_KEY: undefined } });
  deepStrictEqual([without.code, without.stdout], [1, NOT_FOUND]);
  strictEqual(test.world.aws.count("ecr"), 2);
});

Deno.test("the registry's identity is used, and otherwise the environment's, whatever the working directory and its variables say", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  const evil = await Deno.makeTempDir({ dir: test.world.sandbox.root });
  const marker = join(evil, "marker");
  await Deno.mkdir(join(evil, ".git"));
  await Deno.writeTextFile(
    join(evil, "atmos.yaml"),
    `import: ["https://127.0.0.1:9/evil.yaml"]\nauth:\n  realm: !exec "touch ${marker}"\n  identities:\n` +
      `    dev-deploy: {kind: aws/user, credentials: {access_key_id: !exec "touch ${marker}", secret_access_key: x}}\n`,
  );
  const env = {
    ATMOS_CLI_CONFIG_PATH: evil,
    ATMOS_CONFIG_PATH: evil,
    ATMOS_BASE_PATH: evil,
    ATMOS_PROFILE: "evil",
    ATMOS_IDENTITY: "evil",
    ATMOS_ECR_TRUST: "all",
  };
  match(
    test.principalOf(await test.get(HOST, { cwd: evil, env })) ?? "",
    /222233334444:assumed-role\/deploy/,
  );
  strictEqual(test.principalOf(await test.get(hostOf(HUB), { cwd: evil, env })), test.world.user.arn);
  await Deno.stat(marker).then(() => ok(false, "a directive ran"), () => undefined);
});

Deno.test("a failure lets programs continue, and tells the user what to do", async () => {
  await using test = await HelperWorld.create();
  const missing = await test.get(HOST, { env: NO_KEYS });
  deepStrictEqual([missing.code, missing.stdout], [1, NOT_FOUND]);
  match(missing.stderr, /^atmos-ecr: Cannot get AWS credentials [^\n]+\n$/);
  await test.pin();
  test.world.aws.expire("arn:aws:iam::222233334444:role/deploy");
  test.world.aws.revoke(test.world.user.arn);
  const denied = await test.get();
  deepStrictEqual([denied.code, denied.stdout], [1, NOT_FOUND]);
  match(denied.stderr, /^atmos-ecr: Cannot [^\n]+\n$/);
});

Deno.test("in an outage, a valid token is returned with a message", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(150);
  const answer = await test.get(HOST, { env: UNREACHABLE });
  strictEqual(secretOf(answer), "cached");
  match(
    answer.stderr,
    /^atmos-ecr: [^\n]+Using the cached token, which is valid until [^\n]+\n$/,
  );
});

Deno.test("list, erase and store keep to the protocol", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(3600);
  const list = await test.run(["credential", "list"], { stdin: "unused" });
  deepStrictEqual([list.code, list.stdout, list.stderr], [0, `{"https://${HOST}":"AWS"}\n`, ""]);
  const login = JSON.stringify({ ServerURL: HOST, Username: "AWS", Secret: "x" });
  deepStrictEqual(await test.run(["credential", "store"], { stdin: login }), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  deepStrictEqual(await test.run(["credential", "erase"], { stdin: HOST }), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  deepStrictEqual(await test.cache.list(), []);
  strictEqual(test.world.aws.count("ecr"), 0);
});

Deno.test("kubelet returns the credentials of the image's registry", async () => {
  await using test = await HelperWorld.create();
  const request = {
    apiVersion: "credentialprovider.kubelet.k8s.io/v1",
    kind: "CredentialProviderRequest",
    image: `${HOST}/team/app:1.0`,
  };
  const { code, stdout, stderr } = await test.run(["kubelet"], { stdin: JSON.stringify(request) });
  strictEqual(code, 0, stderr);
  const { auth, cacheDuration, ...rest } = JSON.parse(stdout);
  deepStrictEqual(rest, {
    apiVersion: request.apiVersion,
    kind: "CredentialProviderResponse",
    cacheKeyType: "Registry",
  });
  match(cacheDuration, /^11h5[89]m\d+s$/);
  deepStrictEqual(Object.keys(auth), [HOST]);
  strictEqual(test.world.aws.describePassword(auth[HOST].password)?.principal, test.world.user.arn);
});

Deno.test({
  name: "the program's name makes it the helper",
  ignore: Deno.build.os !== "linux" || Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined,
  fn: async () => {
    await using test = await HelperWorld.create();
    const name = "docker-credential-ecr-login";
    const script = 'name=$1; shift; exec -a "$name" "$@"';
    const { stdout } = await test.world.sandbox.execute([
      "bash",
      "-c",
      script,
      "_",
      `/usr/bin/${name}`,
      ...programUnderTest(),
      "version",
    ]);
    match(stdout, new RegExp(`^${name} \\(@atmos/ecr\\)`));
  },
});
