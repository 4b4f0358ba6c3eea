import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { AwsError } from "../../src/domain/errors/errors.ts";
import { CredentialWorld } from "../app/credential_world.ts";
import { entryOf, HOST, keyOf, pin, tokenLeft } from "../support/helper_fixtures.ts";
import { serve } from "./call_helper.ts";

const NOT_FOUND = "credentials not found in native keychain\n";
const NO_CREDENTIALS = new AwsError("AWS_CREDENTIALS_MISSING", "There are none", {
  hint: "Run `aws sso login`",
});
const DENIED = new AwsError("AWS_DENIED", "AWS refused", { hint: "Ask" });

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
      `１２${HOST}`,
      `user@${HOST}`,
      `\uFEFF${HOST}`,
      `{"ServerURL":"${HOST}"}`,
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
    "\r\n",
    `a\n${HOST}`,
    `${HOST}\n${HOST}\n`,
    `${HOST}\r`,
    `${HOST}\0.evil.com`,
    `${HOST}\u001b[31m`,
    "x".repeat(4097),
    new Uint8Array([...new TextEncoder().encode(HOST), 0xff]),
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
