import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { AwsError, LookupError } from "../../src/domain/errors/errors.ts";
import { ROLE_ANNOTATION } from "../../src/domain/kubelet/pod_role.ts";
import { serveKubelet } from "../../src/helper/kubelet.ts";
import { CredentialWorld } from "../app/credential_world.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { entryOf, HOST, keyOf, OTHER_HOST, pin, tokenLeft } from "../support/helper_fixtures.ts";
import { POD_ROLE, unsignedToken } from "../support/service_account.ts";

const REQUEST = {
  apiVersion: "credentialprovider.kubelet.k8s.io/v1",
  kind: "CredentialProviderRequest",
  image: `${HOST}/app`,
};
const DENIED = new AwsError("AWS_DENIED", "AWS refused", { hint: "Ask" });
const NO_CREDENTIALS = new AwsError("AWS_CREDENTIALS_MISSING", "There are none", {
  hint: "Run `aws sso login`",
});

/** A request for a pod whose service account has a role. */
function podRequest(claims: Readonly<Record<string, unknown>> = {}, role = POD_ROLE): string {
  return JSON.stringify({
    ...REQUEST,
    serviceAccountToken: unsignedToken(claims),
    serviceAccountAnnotations: { [ROLE_ANNOTATION]: role },
  });
}

interface Answered {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How often standard input was read. */
  readonly reads: number;
}

async function call(world: CredentialWorld, input: string, args: readonly string[] = []): Promise<Answered> {
  const streams = new MemoryStreams(input);
  const code = await serveKubelet(args, { ...world.ports, streams, version: "1" });
  return { code, stdout: streams.stdout, stderr: streams.stderr, reads: streams.reads };
}

function passwordOf({ stdout }: Answered): string {
  return JSON.parse(stdout).auth[HOST].password;
}

Deno.test("kubelet returns the node's or the pinned credentials", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  const answer = await call(world, JSON.stringify(REQUEST));
  deepStrictEqual([answer.code, answer.stderr, world.issuedFor], [0, "", ["dev-deploy"]]);
  deepStrictEqual(JSON.parse(answer.stdout).auth, { [HOST]: { username: "AWS", password: "issued-1" } });
  const stale = new CredentialWorld({ error: new AwsError("AWS_THROTTLED", "Slow down") });
  await stale.cache.write(keyOf(), entryOf(tokenLeft(3661)));
  const served = await call(stale, JSON.stringify(REQUEST));
  strictEqual(JSON.parse(served.stdout).cacheDuration, "1h0m1s");
  ok(served.stderr.includes("Using the cached token"));
});

Deno.test("kubelet uses a pod's role before any pin", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  const answer = await call(world, podRequest());
  deepStrictEqual([answer.code, answer.stderr, world.issuedFor], [0, "", [POD_ROLE]]);
  const { auth, cacheKeyType, cacheDuration } = JSON.parse(answer.stdout);
  deepStrictEqual([Object.keys(auth), cacheKeyType, cacheDuration], [[HOST], "Registry", "11h59m0s"]);
  // The next token of the same service account is answered from the cache.
  strictEqual(passwordOf(await call(world, podRequest({ exp: 2_000_000_000 }))), "issued-1");
});

Deno.test("kubelet uses the host's pin for a pod without a role, otherwise the node's credentials", async () => {
  const input = JSON.stringify({
    ...REQUEST,
    serviceAccountToken: unsignedToken(),
    serviceAccountAnnotations: { other: "x" },
  });
  const pinned = new CredentialWorld({ pins: [pin()] });
  strictEqual((await call(pinned, input)).code, 0);
  deepStrictEqual(pinned.issuedFor, ["dev-deploy"]);
  const node = new CredentialWorld();
  strictEqual((await call(node, input)).code, 0);
  deepStrictEqual(node.issuedFor, [undefined]);
});

Deno.test("kubelet never returns another principal's token", async () => {
  const world = new CredentialWorld({ pins: [pin({ host: OTHER_HOST })] });
  const asked = [
    JSON.stringify(REQUEST),
    podRequest(),
    podRequest({ sub: "system:serviceaccount:shop:other" }),
    podRequest({ iss: "https://oidc.example.com/other" }),
    podRequest({}, `${POD_ROLE}-2`),
  ];
  const first: string[] = [];
  for (const input of asked) first.push(passwordOf(await call(world, input)));
  strictEqual(new Set(first).size, asked.length);
  const again: string[] = [];
  for (const input of asked) again.push(passwordOf(await call(world, input)));
  deepStrictEqual([again, world.issued], [first, asked.length]);
});

Deno.test("kubelet does not turn to the node, or to a pin, when a pod's role fails", async () => {
  const world = new CredentialWorld({ error: DENIED, pins: [pin()] });
  await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
  const denied = await call(world, podRequest());
  deepStrictEqual([denied.code, denied.stdout, world.issuedFor], [1, "", [POD_ROLE]]);
  match(
    denied.stderr,
    /AWS refused\. Check that the role .*`sub`.* \(AWS_DENIED, service account shop\/web\)\n$/,
  );
  doesNotMatch(denied.stderr, /signature-of-nobody/);
  const unusable = await call(world, podRequest({}, "web"));
  deepStrictEqual([unusable.code, unusable.stdout], [1, ""]);
  match(unusable.stderr, /role-arn is "web".*\(USAGE\)\n$/);
});

Deno.test("kubelet does not turn to the node if a pin cannot be read", async () => {
  const world = new CredentialWorld();
  await world.cache.write(keyOf(), entryOf(tokenLeft(40_000)));
  world.pins.damaged.add(HOST);
  const { code, stdout, stderr } = await call(world, JSON.stringify(REQUEST));
  deepStrictEqual([code, stdout, world.issued], [1, "", 0]);
  match(stderr, /^[^\n]*Cannot use the pin for \S+ in [^\n]+\(STATE_UNUSABLE\)\n$/);
});

Deno.test("kubelet escapes claims of a token", async () => {
  const world = new CredentialWorld({ error: DENIED });
  const { stderr } = await call(world, podRequest({ sub: "\u001b[2J\nevil" }));
  match(stderr, /^[^\n]+\\u\{1b\}\[2J\\u\{a\}evil\)\n$/);
});

Deno.test("kubelet reports a failure in one line, with a hint for a node", async (t) => {
  const request = JSON.stringify(REQUEST);
  const failures: [string, CredentialWorld, string, readonly string[], RegExp][] = [
    ["empty", new CredentialWorld(), "", [], /it is empty.*\(USAGE\)/],
    ["no end", new CredentialWorld(), "never-ends", [], /the input did not end in time.*\(USAGE\)/],
    ["long", new CredentialWorld(), "x".repeat(70_000), [], /longer than 64 KiB.*\(USAGE\)/],
    [
      "not ours",
      new CredentialWorld(),
      JSON.stringify({ ...REQUEST, image: "nginx" }),
      [],
      /\(REGISTRY_INVALID\)/,
    ],
    ["denied", new CredentialWorld({ error: DENIED }), request, [], /AWS refused\. Ask \(AWS_DENIED\)/],
    [
      "no keys",
      new CredentialWorld({ error: NO_CREDENTIALS }),
      request,
      [],
      /There are none\. Attach a role to the node's instance, .*`env`.* HOST --pin-only --docker-config \/home\/user\/\.docker` \(AWS_CREDENTIALS_MISSING\)/,
    ],
    [
      "pinned, no login",
      new CredentialWorld({ error: NO_CREDENTIALS, pins: [pin()] }),
      request,
      [],
      /There are none\. Attach a role to the node's instance, or set AWS_PROFILE in `env` .*\(AWS_CREDENTIALS_MISSING\)/,
    ],
    ["arguments", new CredentialWorld(), request, ["x"], /with these arguments.*\(USAGE\)/],
    ["no image", new CredentialWorld(), request, ["--check"], /with these arguments.*\(USAGE\)/],
    [
      "a defect",
      new CredentialWorld({ error: new TypeError("hunter2") }),
      request,
      [],
      /TypeError: this is a bug/,
    ],
  ];
  for (const [name, broken, input, args, message] of failures) {
    await t.step(name, async () => {
      const { code, stdout, stderr } = await call(broken, input, args);
      deepStrictEqual([code, stdout], [1, ""]);
      match(stderr, message);
      match(stderr, /^[^\n]+\n$/);
      doesNotMatch(stderr, /hunter2|aws sso login/);
    });
  }
});

Deno.test("kubelet names commands that pin for a kubelet, in its own directory", async () => {
  const gone = new LookupError("IDENTITY_NOT_FOUND", "It is gone", { hint: "Correct the name" });
  const world = new CredentialWorld({ error: gone, pins: [pin()] });
  const { stdout, stderr } = await call(world, JSON.stringify(REQUEST));
  strictEqual(stdout, "");
  match(
    stderr,
    /run `atmos-ecr docker install \S+ --chdir \/home\/user\/infra --pin-only --docker-config \/home\/user\/\.docker` \(IDENTITY/,
  );
});

Deno.test("kubelet --check shows which identity would pull an image, and calls nothing", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  const image = `${HOST}/app:1`;
  const pinned = await call(world, "never-ends", ["--check", image]);
  // An input that does not end, such as a terminal, is not waited for.
  deepStrictEqual([pinned.code, pinned.stderr, pinned.reads, world.issued], [0, "", 0, 0]);
  const [who, why, what, except, ...rest] = pinned.stdout.split("\n");
  strictEqual(who, `${image} would be pulled as identity "dev-deploy"`);
  match(why ?? "", new RegExp(`^Why: ${HOST} is pinned to it in ${world.pins.path}$`));
  strictEqual(what, "Defined in: /home/user/infra/atmos.yaml");
  match(except ?? "", /service account has the annotation eks\.amazonaws\.com\/role-arn/);
  deepStrictEqual(rest, [""]);

  const node = await call(world, "never-ends", [`--check=${OTHER_HOST}/app`]);
  strictEqual(node.code, 0);
  match(
    node.stdout,
    /would be pulled with the node's own credentials, starting with the keys in AWS_ACCESS_KEY_ID\nWhy: .* is not pinned in /,
  );
  const foreign = await call(world, "never-ends", ["--check", "nginx\u001b[2J"]);
  deepStrictEqual([foreign.code, foreign.stdout], [2, ""]);
  match(foreign.stderr, /^[^\n]+\(REGISTRY_INVALID\)\n$/);
  strictEqual(foreign.stderr.includes("\u001b"), false);
});
