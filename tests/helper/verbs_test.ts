/** The verbs of Docker's protocol other than `get`. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { CredentialWorld } from "../app/credential_world.ts";
import { entryOf, HOST, keyOf, OTHER_HOST, pin, tokenLeft } from "../support/helper_fixtures.ts";
import { serve } from "./call_helper.ts";

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
