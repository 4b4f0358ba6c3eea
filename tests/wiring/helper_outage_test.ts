/** What the helper answers while AWS fails, by the fake AWS. Some of it waits for its deadline, so all of it is at once. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { FaultEffect } from "../fakes/aws/faults.ts";
import { HelperWorld, HOST, NOT_FOUND, UNREACHABLE } from "../program/helper_world.ts";
import { DEV, hostOf } from "../program/world.ts";
import { promptly } from "../support/promptly.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { getHere } from "./helper_calls.ts";

/** What comes of a cached token: it is returned, with a message where AWS was asked for a newer one, or nothing is. */
type Outcome = "fresh" | "stale" | "none";

/** What is wrong with AWS, and how many seconds a cached token has left → what comes of it. */
interface Row {
  readonly name: string;
  readonly effect?: FaultEffect;
  readonly env?: Readonly<Record<string, string>>;
  /** The tests of `getCredential` have 61, 60 and 59; here a slow machine gets its time. */
  readonly left: readonly (readonly [seconds: number, outcome: Outcome])[];
}

const ALL: Row["left"] = [[11 * 3600, "fresh"], [150, "stale"], [45, "none"]];
const OUTAGE: Row["left"] = [[150, "stale"]];

/** Of ECR. */
const ROWS: readonly Row[] = [
  { name: "500", effect: { kind: "error", status: 500, code: "ServerException" }, left: ALL },
  { name: "throttled", effect: { kind: "error", status: 400, code: "ThrottlingException" }, left: OUTAGE },
  { name: "timeout", effect: { kind: "hang" }, left: ALL },
  { name: "refused", env: UNREACHABLE, left: OUTAGE },
  { name: "half an answer", effect: { kind: "truncate" }, left: OUTAGE },
  { name: "an answer that is reset", effect: { kind: "cut", how: "reset" }, left: OUTAGE },
  { name: "the page of a guest network", effect: { kind: "html" }, left: OUTAGE },
  {
    name: "a redirect to such a page",
    effect: { kind: "redirect", status: 302, location: "http://127.0.0.1:1/" },
    left: OUTAGE,
  },
  {
    name: "403",
    effect: { kind: "error", status: 400, code: "AccessDeniedException" },
    left: [[11 * 3600, "fresh"], [150, "none"]],
  },
];

/** Of STS, which is asked for a role. */
const ROLE_ROWS: readonly Row[] = [
  {
    name: "500",
    effect: { kind: "error", status: 500, code: "InternalFailure" },
    left: [[150, "stale"], [30, "none"]],
  },
  { name: "half an answer", effect: { kind: "truncate" }, left: OUTAGE },
  { name: "the page of a guest network", effect: { kind: "html" }, left: OUTAGE },
];

const REGIONS = ["us-east-1", "us-east-2", "us-west-1"];

/** One answer for each token of a row. */
async function answersOf(row: Row, isOfRole: boolean): Promise<readonly ProgramResult[]> {
  await using test = await HelperWorld.create();
  const { effect, env = {}, left } = row;
  if (effect !== undefined) test.world.aws.faults.add({ service: isOfRole ? "sts" : "ecr", effect });
  return await Promise.all(left.map(async ([seconds], index) => {
    const host = hostOf(DEV, REGIONS[index]);
    const key = isOfRole ? await test.pinnedKey(await test.pin(host)) : test.key(host);
    await test.cacheToken(seconds, key);
    // The deadline is ten seconds; the rest is what a loaded machine may add.
    return await promptly(15_000, () => getHere(test, host, { env }));
  }));
}

function check({ code, stdout, stderr }: ProgramResult, outcome: Outcome): void {
  if (outcome === "none") {
    deepStrictEqual([code, stdout], [1, NOT_FOUND], stderr);
    match(stderr, /^atmos-ecr: [^\n]+\n$/);
    return;
  }
  strictEqual(code, 0, stderr);
  strictEqual(JSON.parse(stdout).Secret, "cached");
  if (outcome === "fresh") strictEqual(stderr, "");
  else match(stderr, /^atmos-ecr: [^\n]+Using the cached token, which is valid until [^\n]+\n$/);
}

Deno.test("while AWS fails, a token is returned while it is valid, and after a denial only while it is fresh", async (t) => {
  const rows = [
    ...ROWS.map((row) => ({ row, isOfRole: false })),
    ...ROLE_ROWS.map((row) => ({ row, isOfRole: true })),
  ];
  const answers = await Promise.all(rows.map(({ row, isOfRole }) => answersOf(row, isOfRole)));
  for (const [index, { row, isOfRole }] of rows.entries()) {
    await t.step(`${isOfRole ? "STS" : "ECR"}: ${row.name}`, () => {
      const all = answers[index] ?? [];
      strictEqual(all.length, row.left.length);
      for (const [at, answer] of all.entries()) check(answer, row.left[at]?.[1] ?? "none");
    });
  }
});

Deno.test("a denied token is not returned in a later outage", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(3600);
  const denial = test.world.aws.faults.add({
    service: "ecr",
    effect: { kind: "error", status: 400, code: "AccessDeniedException" },
  });
  const denied = await getHere(test);
  deepStrictEqual([denied.code, denied.stdout], [1, NOT_FOUND]);
  ok(denied.stderr.includes("AWS denied access"), denied.stderr);
  denial.remove();
  strictEqual((await getHere(test, HOST, { env: UNREACHABLE })).code, 1);
  strictEqual((await test.cache.read(test.key()))?.failure?.code, "AWS_UNREACHABLE");
  // What goes well ends what status and doctor show of a failure.
  strictEqual((await getHere(test)).code, 0);
  strictEqual((await test.cache.read(test.key()))?.failure, undefined);
});
