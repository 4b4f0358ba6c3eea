import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { mapBounded } from "../../src/app/parallel.ts";
import type { FaultEffect } from "../fakes/aws/faults.ts";
import { HelperWorld, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { DEV, hostOf } from "./world.ts";
import { promptly } from "../support/promptly.ts";

/**
 * Seconds that are left, in regions of their own. The tests of `getCredential` have 61, 60 and 59, and tokens that have ended; here a
 * slow machine gets its time.
 */
const LEFT: readonly (readonly [string, number])[] = [
  ["us-east-1", 11 * 3600],
  ["us-east-2", 150],
  ["us-west-1", 45],
];

/** What is wrong with AWS, and whether a cached token may stand in for it. */
interface Fault {
  readonly name: string;
  readonly effect?: FaultEffect;
  readonly env?: Readonly<Record<string, string>>;
  readonly outage: boolean;
}

const FAULTS: readonly Fault[] = [
  { name: "500", effect: { kind: "error", status: 500, code: "ServerException" }, outage: true },
  { name: "throttled", effect: { kind: "error", status: 400, code: "ThrottlingException" }, outage: true },
  { name: "timeout", effect: { kind: "hang" }, outage: true },
  { name: "refused", env: UNREACHABLE, outage: true },
  { name: "half an answer", effect: { kind: "truncate" }, outage: true },
  { name: "an answer that is cut off", effect: { kind: "cut", how: "close" }, outage: true },
  { name: "an answer that is reset", effect: { kind: "cut", how: "reset" }, outage: true },
  { name: "the page of a guest network", effect: { kind: "html" }, outage: true },
  {
    name: "a redirect to such a page",
    effect: { kind: "redirect", status: 302, location: "http://127.0.0.1:1/" },
    outage: true,
  },
  { name: "403", effect: { kind: "error", status: 400, code: "AccessDeniedException" }, outage: false },
];

for (const { name, effect, env, outage } of FAULTS) {
  Deno.test(`while AWS responds with "${name}", a token is returned ${outage ? "only while it is valid" : "only while it is fresh"}`, async () => {
    await using test = await HelperWorld.create();
    if (effect !== undefined) test.world.aws.faults.add({ service: "ecr", effect });
    await Promise.all(LEFT.map(([region, left]) => test.cacheToken(left, test.key(hostOf(DEV, region)))));
    const runs = await mapBounded(LEFT, LEFT.length, async ([region, left]) => {
      // The deadline is ten seconds; the rest is what a loaded machine may add.
      const result = await promptly(15_000, () =>
        test.get(hostOf(DEV, region), {
          ...(env === undefined ? {} : { env }),
          // Nothing that waits for ten seconds is in a host, which others would wait for.
          isProcess: name === "timeout",
        }));
      return { ...result, left };
    });
    for (const run of runs) {
      if (run.status === "rejected") throw run.reason;
      const { code, stdout, stderr, left } = run.value;
      const what = `${left} s left: ${stdout}${stderr}`;
      if (left > 3600 || (outage && left > 60)) {
        strictEqual(code, 0, what);
        strictEqual(JSON.parse(stdout).Secret, "cached", what);
        if (left > 3600) strictEqual(stderr, "", what);
        else match(stderr, /^atmos-ecr: [^\n]+Using the cached token, which is valid until [^\n]+\n$/);
      } else {
        deepStrictEqual([code, stdout], [1, NOT_FOUND], what);
        match(stderr, /^atmos-ecr: [^\n]+\n$/);
      }
    }
  });
}

for (
  const [name, effect] of [
    ["500", { kind: "error", status: 500, code: "InternalFailure" }],
    ["half an answer", { kind: "truncate" }],
    ["an answer that is cut off", { kind: "cut", how: "close" }],
    ["an answer that is reset", { kind: "cut", how: "reset" }],
    ["the page of a guest network", { kind: "html" }],
  ] as const
) {
  Deno.test(`while STS responds with "${name}" for a role, a token is only returned while it is valid`, async () => {
    await using test = await HelperWorld.create();
    const key = await test.pinnedKey(await test.pin());
    test.world.aws.faults.add({ service: "sts", effect });
    await test.cacheToken(150, key);
    const living = await test.get();
    strictEqual(living.code, 0, living.stderr);
    strictEqual(JSON.parse(living.stdout).Secret, "cached");
    match(living.stderr, /Using the cached token, which is valid until/);
    await test.cacheToken(30, key);
    const ending = await test.get();
    deepStrictEqual([ending.code, ending.stdout], [1, NOT_FOUND], ending.stderr);
  });
}

Deno.test("a denied token is not returned in a later outage", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(3600);
  const denial = test.world.aws.faults.add({
    service: "ecr",
    effect: { kind: "error", status: 400, code: "AccessDeniedException" },
  });
  strictEqual((await test.get()).code, 1);
  denial.remove();
  strictEqual((await test.get(undefined, { env: UNREACHABLE })).code, 1);
  strictEqual((await test.get()).code, 0);
});
