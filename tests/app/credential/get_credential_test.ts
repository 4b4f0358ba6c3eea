import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Credential } from "../../../src/app/credential/get_credential.ts";
import { AwsError, ConfigError, LookupError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import {
  after,
  entryOf,
  HOST,
  keyOf,
  keysDefinition,
  LIFE_MS,
  NOW,
  pin,
  tokenLeft,
} from "../../support/helper_fixtures.ts";
import { CredentialWorld } from "../credential_world.ts";

const HOUR = 3600;
const REGISTRY = parseRegistry(HOST);
const KEY = keyOf();

const OUTAGES = [
  new AwsError("AWS_UNREACHABLE", "AWS failed (HTTP 500)"),
  new AwsError("AWS_UNREACHABLE", "no answer within 5 s"),
  new AwsError("AWS_UNREACHABLE", "connection refused"),
  new AwsError("AWS_THROTTLED", "AWS asks to slow down"),
  // The page of a guest network.
  new AwsError("AWS_RESPONSE_INVALID", "The answer is not one of AWS"),
];
const DENIALS = [
  new AwsError("AWS_DENIED", "AWS denied access (403)"),
  new AwsError("AWS_CREDENTIALS_EXPIRED", "The session has expired"),
];
const OTHERS = [
  new AwsError("AWS_CREDENTIALS_MISSING", "There are none"),
  new AwsError("AWS_REJECTED", "AWS rejected the request"),
  new AwsError("AWS_CLOCK_SKEW", "The clock is off"),
  new ConfigError("CONFIG_SYNTAX", "Not YAML"),
];

function password(credential: Credential): string {
  return credential.token.password.expose();
}

Deno.test("a fresh token is returned without any call", async () => {
  const world = new CredentialWorld();
  await world.cache.write(KEY, entryOf(tokenLeft(11 * HOUR)));
  const credential = await world.get(REGISTRY);
  deepStrictEqual([credential.kind, password(credential)], ["token", "cached-password"]);
  deepStrictEqual([world.issued, world.sources, world.cache.holds], [0, 0, 0]);
});

Deno.test("a new token is cached with its time of issue and its principal", async () => {
  const world = new CredentialWorld();
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
  const entry = await world.cache.read(KEY);
  deepStrictEqual(
    [entry?.host, entry?.label, entry?.token?.issuedAt, entry?.token?.expiresAt],
    [HOST, "the keys in AWS_ACCESS_KEY_ID", NOW, after(LIFE_MS / 1000)],
  );
  world.now = after(6 * HOUR - 1);
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
  world.now = after(6 * HOUR);
  strictEqual(password(await world.get(REGISTRY)), "issued-2");
});

Deno.test("in an outage, only a token valid for another minute is returned", async () => {
  for (const error of OUTAGES) {
    for (const left of [5 * HOUR, 61]) {
      const world = new CredentialWorld({ error });
      await world.cache.write(KEY, entryOf(tokenLeft(left)));
      const credential = await world.get(REGISTRY);
      ok(credential.kind === "stale" && credential.error.code === error.code);
      strictEqual(password(credential), "cached-password");
      // It is still there for the next one.
      ok((await world.cache.read(KEY))?.token !== undefined);
    }
    for (const left of [59, 0, -1]) {
      const world = new CredentialWorld({ error });
      await world.cache.write(KEY, entryOf(tokenLeft(left)));
      await rejects(world.get(REGISTRY), { code: error.code }, `${left}`);
    }
  }
});

Deno.test("after other failures no cached token is returned, and after a denial it is removed", async () => {
  for (const error of [...DENIALS, ...OTHERS]) {
    const world = new CredentialWorld({ error });
    await world.cache.write(KEY, entryOf(tokenLeft(5 * HOUR)));
    await rejects(world.get(REGISTRY), { code: error.code });
    strictEqual(
      (await world.cache.read(KEY))?.token === undefined,
      DENIALS.some((denial) => denial === error),
    );
    world.error = OUTAGES[0];
    world.now = after(10);
    if (DENIALS.some((denial) => denial === error)) {
      await rejects(world.get(REGISTRY), { code: "AWS_UNREACHABLE" });
    } else strictEqual((await world.get(REGISTRY)).kind, "stale");
  }
});

Deno.test("an account that AWS does not list is a failure that status shows", async () => {
  const error = new LookupError("ACCOUNT_NOT_FOUND", 'Cannot find account "prd"');
  const world = new CredentialWorld({ error });
  await rejects(world.get(REGISTRY), { code: "ACCOUNT_NOT_FOUND" });
  strictEqual((await world.cache.read(KEY))?.failure?.code, "ACCOUNT_NOT_FOUND");
});

Deno.test("a call that fails undoes neither a logout nor a login of another process", async (t) => {
  for (const error of [...OUTAGES.slice(0, 1), ...DENIALS.slice(0, 1)]) {
    await t.step(`${error.code}, logout`, async () => {
      const world = new CredentialWorld({ error });
      await world.cache.write(KEY, entryOf(tokenLeft(5 * HOUR)));
      world.onIssue = () => void world.cache.entries.clear();
      await world.get(REGISTRY).catch(() => {});
      const entry = await world.cache.read(KEY);
      deepStrictEqual([entry?.token, entry?.failure?.code], [undefined, error.code]);
    });
    for (const before of [undefined, tokenLeft(5 * HOUR)]) {
      await t.step(`${error.code}, login ${before === undefined ? "" : "again"}`, async () => {
        const world = new CredentialWorld({ error });
        if (before !== undefined) await world.cache.write(KEY, entryOf(before));
        world.onIssue = () => void world.cache.write(KEY, entryOf(tokenLeft(12 * HOUR, "from-login")));
        await world.get(REGISTRY).catch(() => {});
        strictEqual(password(await world.get(REGISTRY)), "from-login");
      });
    }
  }
});

Deno.test("a token that expires during the call is not returned", async () => {
  const world = new CredentialWorld({ error: OUTAGES[0] });
  await world.cache.write(KEY, entryOf(tokenLeft(65)));
  world.onIssue = () => world.now = after(10);
  await rejects(world.get(REGISTRY), { code: "AWS_UNREACHABLE" });
});

/** AWS answers when so many have come for the lock. */
function untilHeld(world: CredentialWorld, count: number): () => Promise<void> {
  return async () => {
    while (world.cache.holds < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };
}

Deno.test("a hundred parallel requests make one call, pinned or not, even if it fails", async () => {
  for (const pins of [[], [pin()]]) {
    const world = new CredentialWorld({ pins });
    world.beforeIssue = untilHeld(world, 100);
    const all = await Promise.all(Array.from({ length: 100 }, () => world.get(REGISTRY)));
    deepStrictEqual([...new Set(all.map(password))], ["issued-1"]);
    deepStrictEqual(world.issuedFor, [pins[0]?.identity]);
  }

  const denied = new CredentialWorld({ error: DENIALS[0] });
  denied.beforeIssue = untilHeld(denied, 100);
  // The failure must be later than the beginning of those that wait.
  denied.onIssue = () => denied.now = after(1);
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => denied.get(REGISTRY)));
  ok(results.every((result) => result.status === "rejected" && result.reason.code === "AWS_DENIED"));
  strictEqual(denied.issued, 1);
  // Who comes later asks for himself.
  denied.error = undefined;
  denied.beforeIssue = () => Promise.resolve();
  denied.now = after(2);
  strictEqual(password(await denied.get(REGISTRY)), "issued-2");
});

Deno.test("a failure from the future, or of an unknown kind, is ignored", async () => {
  for (const failure of [{ at: after(60), code: "AWS_DENIED" }, { at: after(0.001), code: "WHATEVER" }]) {
    const world = new CredentialWorld();
    world.onHold = () => {
      world.now = after(1);
      return world.cache.write(KEY, { host: HOST, label: "x", failure: { ...failure, message: "x" } });
    };
    strictEqual(password(await world.get(REGISTRY)), "issued-1");
  }
});

Deno.test("different registries and principals do not wait for each other", async () => {
  const world = new CredentialWorld();
  world.beforeIssue = async () => {
    while (world.issued < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const hosts = ["us-east-1", "us-east-2", "eu-west-1"].map((region) => HOST.replace("us-east-1", region));
  await Promise.all(hosts.map((host) => world.get(parseRegistry(host))));
  strictEqual(world.issued, 3);
});

Deno.test("without a cache, every process calls AWS", async () => {
  const world = new CredentialWorld();
  world.cache.unwritable = true;
  await Promise.all([world.get(REGISTRY), world.get(REGISTRY)]);
  strictEqual(world.issued, 2);
});

Deno.test("AWS gets the remaining time, and less if a cached token is usable", async () => {
  // The first deadline is that of the waiting, the second that of AWS.
  const world = new CredentialWorld();
  await world.get(REGISTRY);
  deepStrictEqual(world.deadlinesMs, [9500, 9500]);
  const stale = new CredentialWorld();
  await stale.cache.write(KEY, entryOf(tokenLeft(HOUR)));
  await stale.get(REGISTRY);
  deepStrictEqual(stale.deadlinesMs, [9500, 5000]);
  const late = new CredentialWorld();
  late.onHold = () => {
    late.now = after(3);
    return Promise.resolve();
  };
  await late.get(REGISTRY);
  deepStrictEqual(late.deadlinesMs, [9500, 6500]);
});

Deno.test("a defect is passed on as it is", async () => {
  const world = new CredentialWorld({ error: new TypeError("a defect") });
  await world.cache.write(KEY, entryOf(tokenLeft(HOUR)));
  await rejects(world.get(REGISTRY), TypeError);
});

Deno.test("a pinned registry uses its identity, regardless of the environment", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  await world.get(REGISTRY);
  deepStrictEqual(world.issuedFor, ["dev-deploy"]);
  ok((await world.cache.read(keyOf(HOST, world.principals.configured(pin()))))?.token !== undefined);
  strictEqual(await world.cache.read(KEY), undefined);
  world.variables["AWS_ACCESS_KEY_ID"] = "AKIAOTHER";
  await world.get(REGISTRY);
  strictEqual(world.issued, 1);
});

Deno.test("other keys in the environment are another principal", async () => {
  const world = new CredentialWorld();
  await world.get(REGISTRY);
  world.variables["AWS_ACCESS_KEY_ID"] = "AKIAOTHER";
  strictEqual(password(await world.get(REGISTRY)), "issued-2");
  delete world.variables["AWS_ACCESS_KEY_ID"];
  strictEqual(password(await world.get(REGISTRY)), "issued-3");
  world.variables["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
});

Deno.test("an identity of the environment has a token per environment", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  world.principals.configured = () => ({ steps: [{ kind: "aws/ambient" }], opaque: false });
  await world.get(REGISTRY);
  world.variables["AWS_ACCESS_KEY_ID"] = "AKIAOTHER";
  strictEqual(password(await world.get(REGISTRY)), "issued-2");
});

Deno.test("what changes while the lock is waited for is what counts", async () => {
  const world = new CredentialWorld();
  world.onHold = () => {
    world.variables["AWS_ACCESS_KEY_ID"] = "AKIAOTHER";
    return Promise.resolve();
  };
  await world.get(REGISTRY);
  strictEqual(await world.cache.read(KEY), undefined);
  ok((await world.cache.read(keyOf(HOST, keysDefinition("AKIAOTHER"))))?.token !== undefined);
});

Deno.test("a token of another principal is stored under its own key, and the old one is kept", async () => {
  const world = new CredentialWorld();
  await world.cache.write(KEY, entryOf(tokenLeft(HOUR, "old")));
  world.issuedAs = () => keysDefinition("AKIAOTHER");
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
  strictEqual((await world.cache.read(KEY))?.token?.password.expose(), "old");
  ok((await world.cache.read(keyOf(HOST, keysDefinition("AKIAOTHER"))))?.token !== undefined);
  // Where it cannot be told whose it is, it is kept for nobody.
  world.issuedAs = () => undefined;
  const { writes } = world.cache;
  strictEqual(password(await world.get(REGISTRY)), "issued-2");
  strictEqual(world.cache.writes, writes);
});

Deno.test("a token of an opaque source is fresh for 15 minutes", async () => {
  const world = new CredentialWorld({ pins: [pin()] });
  world.principals.configured = () => ({ steps: [{ kind: "process" }], opaque: true });
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
  world.now = after(15 * 60 - 1);
  strictEqual(password(await world.get(REGISTRY)), "issued-1");
  world.now = after(15 * 60);
  strictEqual(password(await world.get(REGISTRY)), "issued-2");
  world.error = OUTAGES[0];
  world.now = after(HOUR);
  strictEqual((await world.get(REGISTRY)).kind, "stale");
});

Deno.test("the principal that AWS reports is stored with the token, also if a later call fails", async () => {
  const world = new CredentialWorld();
  const principal = { arn: "arn:aws:sts::222233334444:assumed-role/dev/me", account: "222233334444" };
  world.principal = principal;
  await world.get(REGISTRY);
  deepStrictEqual((await world.cache.read(KEY))?.principal, principal);
  world.error = OUTAGES[0];
  world.now = after(7 * HOUR);
  strictEqual((await world.get(REGISTRY)).kind, "stale");
  const { principal: kept, failure } = await world.cache.read(KEY) ?? {};
  deepStrictEqual([kept, failure?.code, failure?.at], [principal, "AWS_UNREACHABLE", after(7 * HOUR)]);
});
