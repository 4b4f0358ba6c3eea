import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { coldHelper } from "../../src/helper/cold_helper.ts";
import { serveHelper } from "../../src/helper/serve.ts";
import { AwsError } from "../../src/domain/errors/errors.ts";
import { CredentialWorld } from "../app/credential_world.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { entryOf, HOST, keyOf, OTHER_HOST, pin, tokenLeft } from "../support/helper_fixtures.ts";

const NOT_FOUND = "credentials not found in native keychain\n";
const NO_CREDENTIALS = new AwsError("AWS_CREDENTIALS_MISSING", "There are none", {
  hint: "Run `aws sso login`",
});
const DENIED = new AwsError("AWS_DENIED", "AWS refused", { hint: "Ask" });

/** What a call left behind. */
interface Served {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether more than the warm part of the helper was needed. */
  readonly cold: boolean;
}

async function serve(
  world: CredentialWorld,
  args: readonly string[],
  input: string | Uint8Array | "never-ends" = "",
  name = "docker-credential-ecr-login",
): Promise<Served> {
  const streams = new MemoryStreams(input);
  const ports = { ...world.ports, streams, version: "1.2.3" };
  let cold = false;
  const code = await serveHelper({ name, args }, {
    ...ports,
    tokens: world.cache,
    cold: () => {
      cold = true;
      return Promise.resolve(coldHelper(ports));
    },
  });
  return { code, stdout: streams.stdout, stderr: streams.stderr, cold };
}

Deno.test("get responds from the cache without loading anything else", async () => {
  const world = new CredentialWorld();
  await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
  for (
    const [written, echoed] of [[HOST, HOST], [`https://${HOST}\r\n`, `https://${HOST}`], [
      `${HOST}/v2/`,
      `${HOST}/v2/`,
    ]]
  ) {
    deepStrictEqual(await serve(world, ["get"], written), {
      code: 0,
      stdout: `{"ServerURL":"${echoed}","Username":"AWS","Secret":"cached-password"}\n`,
      stderr: "",
      cold: false,
    });
  }
});

Deno.test("get of a registry without a pin depends on the name of the helper", async (t) => {
  const rows = [
    { name: "docker-credential-ecr-login", serves: true },
    { name: "atmos-ecr credential", serves: true },
    { name: "docker-credential-atmos-ecr", serves: false },
    { name: "docker-credential-whatever", serves: false },
  ];
  for (const { name, serves } of rows) {
    for (const isWarm of [true, false]) {
      await t.step(`${name}, ${isWarm ? "warm" : "cold"}`, async () => {
        const world = new CredentialWorld();
        if (isWarm) await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
        const served = await serve(world, ["get"], HOST, name);
        if (serves) return strictEqual(served.code, 0);
        deepStrictEqual([served.code, served.stdout, world.issued], [1, NOT_FOUND, 0]);
        match(
          served.stderr,
          /^atmos-ecr: \S+ is not pinned in \/home\/user\/\.docker\/atmos-ecr \(DOCKER_CONFIG is unset\): .*\n$/,
        );
      });
    }
  }
  await t.step("with a pin, every name serves", async () => {
    for (const { name } of rows) {
      strictEqual((await serve(new CredentialWorld({ pins: [pin()] }), ["get"], HOST, name)).code, 0);
    }
  });
});

Deno.test("get of a registry that it was written by an earlier version has pinned is an error, under every name", async () => {
  const path = "/home/user/.local/state/atmos/ecr/pins.json";
  for (const name of ["docker-credential-ecr-login", "docker-credential-atmos-ecr", "atmos-ecr credential"]) {
    const world = new CredentialWorld();
    world.former = { exist: () => true, naming: (hosts) => hosts.includes(HOST) ? path : undefined };
    await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
    const served = await serve(world, ["get"], HOST, name);
    deepStrictEqual([served.code, served.stdout, world.issued], [1, NOT_FOUND, 0]);
    match(
      served.stderr,
      /^atmos-ecr: .*pins\.json": it was written by an earlier version .*Run `atmos-ecr docker install \S+` again\n$/,
    );
    await world.pins.set([pin()]);
    strictEqual((await serve(world, ["get"], HOST, name)).code, 0);
    deepStrictEqual(world.issuedFor, ["dev-deploy"]);
  }
});

Deno.test("get calls AWS on a cache miss", async () => {
  const served = await serve(new CredentialWorld(), ["get"], HOST);
  deepStrictEqual([served.code, served.stderr, served.cold], [0, "", true]);
  strictEqual(JSON.parse(served.stdout).Secret, "issued-1");
});

Deno.test("get reports in an outage that it returns an old token", async () => {
  const world = new CredentialWorld({ error: new AwsError("AWS_UNREACHABLE", "AWS failed") });
  await world.cache.write(keyOf(), entryOf(tokenLeft(3600)));
  const served = await serve(world, ["get"], HOST);
  strictEqual(JSON.parse(served.stdout).Secret, "cached-password");
  match(served.stderr, /^atmos-ecr: AWS failed\. Using the cached token.*\n$/);
  strictEqual(served.code, 0);
});

Deno.test("get lets clients go on where a registry is not ours, without a word", async () => {
  for (
    const host of [
      "https://index.docker.io/v1/",
      "ghcr.io",
      `${HOST}:443`,
      `http://${HOST}`,
      `${HOST}.evil.com`,
      HOST.toUpperCase(),
    ]
  ) {
    deepStrictEqual(await serve(new CredentialWorld(), ["get"], host), {
      code: 1,
      stdout: NOT_FOUND,
      stderr: "",
      cold: false,
    });
  }
});

Deno.test("get gives the cause to people and the sentence to programs", async () => {
  const denied = await serve(new CredentialWorld({ error: DENIED }), ["get"], HOST);
  deepStrictEqual([denied.code, denied.stdout, denied.stderr], [
    1,
    NOT_FOUND,
    "atmos-ecr: AWS refused. Ask\n",
  ]);
  const pinned = await serve(new CredentialWorld({ error: NO_CREDENTIALS, pins: [pin()] }), ["get"], HOST);
  strictEqual(pinned.stdout, NOT_FOUND);
  match(pinned.stderr, /^atmos-ecr: There are none\. Run `aws sso login`\n$/);
  const ambient = await serve(new CredentialWorld({ error: NO_CREDENTIALS }), ["get"], HOST);
  match(ambient.stderr, /Run `aws sso login`\n$/);
});

Deno.test("get is silent where images can be had without a login", async () => {
  const silent = await serve(new CredentialWorld({ error: NO_CREDENTIALS }), ["get"], "public.ecr.aws");
  deepStrictEqual([silent.code, silent.stdout, silent.stderr], [1, NOT_FOUND, ""]);
  const refused = await serve(new CredentialWorld({ error: DENIED }), ["get"], "public.ecr.aws");
  match(refused.stderr, /AWS refused/);
  const pins = [pin({ host: "public.ecr.aws" })];
  const pinned = await serve(new CredentialWorld({ error: NO_CREDENTIALS, pins }), ["get"], "public.ecr.aws");
  match(pinned.stderr, /There are none/);
});

Deno.test("get does not fall back to the environment if a pin cannot be read, under every name", async () => {
  for (const name of ["docker-credential-ecr-login", "docker-credential-atmos-ecr", "atmos-ecr credential"]) {
    const world = new CredentialWorld();
    await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
    world.pins.damaged.add(HOST);
    const served = await serve(world, ["get"], HOST, name);
    deepStrictEqual([served.code, served.stdout, world.issued], [1, NOT_FOUND, 0]);
    match(
      served.stderr,
      /^atmos-ecr: Cannot use the pin for \S+ in "[^\n]*Run `atmos-ecr docker install \S+`[^\n]*\n$/,
    );
  }
});

Deno.test("get responds to an invalid request with the sentence and a reason", async () => {
  const inputs: (string | Uint8Array)[] = [
    "",
    "\n",
    `a\n${HOST}`,
    `${HOST}\0`,
    "x".repeat(4097),
    new Uint8Array([0xff]),
    "never-ends",
  ];
  for (const input of inputs) {
    const served = await serve(new CredentialWorld(), ["get"], input);
    deepStrictEqual([served.code, served.stdout], [1, NOT_FOUND]);
    match(
      served.stderr,
      /^atmos-ecr: Cannot read a registry host from standard input: (?:it|the input) [^\n]+\n$/,
    );
  }
});

Deno.test("a bug responds with the sentence, and reveals nothing", async () => {
  const served = await serve(new CredentialWorld({ error: new TypeError("hunter2") }), ["get"], HOST);
  deepStrictEqual([served.code, served.stdout], [1, NOT_FOUND]);
  strictEqual(served.stderr, "atmos-ecr: Unexpected TypeError: this is a bug in atmos-ecr\n");
});

Deno.test("store succeeds without storing anything", async () => {
  const world = new CredentialWorld();
  const login = JSON.stringify({ ServerURL: HOST, Username: "AWS", Secret: "s" });
  const served = await serve(world, ["store"], `${login}\n`);
  deepStrictEqual([served.code, served.stdout, served.stderr, world.cache.entries.size], [0, "", "", 0]);
});

Deno.test("store rejects the login of another registry, unless configured otherwise", async () => {
  const login = JSON.stringify({ ServerURL: "ghcr.io", Username: "me", Secret: "s" });
  const refused = await serve(new CredentialWorld(), ["store"], login);
  deepStrictEqual([refused.code, refused.stdout], [1, "atmos-ecr only stores logins for Amazon ECR\n"]);
  const world = new CredentialWorld();
  for (const [value, code] of [["true", 0], ["1", 1], ["TRUE", 1]] as const) {
    world.variables["AWS_ECR_IGNORE_CREDS_STORAGE"] = value;
    strictEqual((await serve(world, ["store"], login)).code, code, value);
  }
  for (const input of ["", "x", "{}", "never-ends", "x".repeat(70_000)]) {
    const { code, stdout } = await serve(new CredentialWorld(), ["store"], input);
    strictEqual(code, 1);
    match(stdout, /^[^\n]+\n$/);
  }
});

Deno.test("erase drops cached tokens of any principal, and succeeds without any", async () => {
  const world = new CredentialWorld();
  await world.cache.write(keyOf(), entryOf(tokenLeft(9)));
  for (const input of [`https://${HOST}\n`, HOST, "ghcr.io", `http://${HOST}`]) {
    const { code, stdout, stderr } = await serve(world, ["erase"], input);
    deepStrictEqual([code, stdout, stderr], [0, "", ""]);
    strictEqual(world.cache.entries.size, 0);
  }
  const invalid = await serve(world, ["erase"], "a\nb");
  strictEqual(invalid.code, 1);
  match(invalid.stdout, /^[^\n]+more than one line\n$/);
});

Deno.test("erase fails for a token that stays", async () => {
  const world = new CredentialWorld();
  await world.cache.write(keyOf(), entryOf(tokenLeft(9)));
  world.cache.stuck.add(HOST);
  const { code, stdout, stderr } = await serve(world, ["erase"], HOST);
  deepStrictEqual([code, stderr, world.cache.entries.size], [1, "", 1]);
  match(stdout, /Cannot remove a cached token/);
});

Deno.test("list shows cached tokens that have not expired, and calls nothing", async () => {
  const world = new CredentialWorld();
  strictEqual((await serve(world, ["list"], "unused")).stdout, "{}\n");
  await world.cache.write(keyOf(), entryOf(tokenLeft(1)));
  await world.cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(0), OTHER_HOST));
  await world.cache.write(keyOf("public.ecr.aws"), { host: "public.ecr.aws", label: "x" });
  const served = await serve(world, ["list"], "never-ends");
  deepStrictEqual([served.code, served.stdout], [0, `{"https://${HOST}":"AWS"}\n`]);
  strictEqual(world.issued, 0);
});

Deno.test("list names what is pinned, with and without a token, also where pins cannot be read", async () => {
  const world = new CredentialWorld({ pins: [pin({ host: OTHER_HOST })] });
  strictEqual((await serve(world, ["list"])).stdout, `{"https://${OTHER_HOST}":"AWS"}\n`);
  await world.cache.write(keyOf(), entryOf(tokenLeft(1)));
  strictEqual(
    (await serve(world, ["list"])).stdout,
    `{"https://${HOST}":"AWS","https://${OTHER_HOST}":"AWS"}\n`,
  );
  world.pins.damaged.add(OTHER_HOST);
  const served = await serve(world, ["list"]);
  deepStrictEqual([served.code, served.stdout], [0, `{"https://${HOST}":"AWS"}\n`]);
  strictEqual(world.issued, 0);
});

Deno.test("version and usage are one line", async () => {
  const world = new CredentialWorld();
  deepStrictEqual(
    (await serve(world, ["version"])).stdout,
    "docker-credential-ecr-login (@atmos/ecr) 1.2.3\n",
  );
  // As Docker's own library: asking for help is no error.
  for (const flag of ["-h", "--help"]) {
    const { code, stdout, stderr } = await serve(world, [flag]);
    const usage = "Usage: docker-credential-ecr-login <store|get|erase|list|version>\n";
    deepStrictEqual([code, stdout, stderr], [0, usage, ""]);
  }
  for (const args of [[], ["get", HOST], ["frobnicate"], ["--versions"], ["--help", HOST]]) {
    const { code, stdout, stderr } = await serve(world, args, HOST);
    deepStrictEqual([code, stderr], [1, ""]);
    match(stdout, /^[^\n]+\n$/);
  }
});
