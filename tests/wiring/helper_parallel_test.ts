/** Calls of the helper at the same time, on the same files. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "../program/helper_world.ts";
import { DEV, hostOf } from "../program/world.ts";
import { timesOpened } from "../support/processes.ts";
import { getHere } from "./helper_calls.ts";

const AT_ONCE = { timeoutMs: 0, signal: new AbortController().signal };

Deno.test("registries of three accounts in three regions each get their own token", async () => {
  await using test = await HelperWorld.create();
  const hosts = ["us-east-1", "eu-west-1", "ap-south-1"]
    .flatMap((region) => ["5", "6", "7"].map((digit) => hostOf(digit.repeat(12), region)));
  const answers = await Promise.all(hosts.map((host) => getHere(test, host)));
  for (const [index, { code, stdout, stderr }] of answers.entries()) {
    const host = hosts[index] ?? "";
    strictEqual(code, 0, stderr);
    strictEqual(JSON.parse(stdout).ServerURL, host);
    const claims = test.world.aws.describePassword(JSON.parse(stdout).Secret);
    deepStrictEqual(
      [claims?.principal, claims?.region],
      [test.world.user.arn, host.split(".")[3]],
    );
  }
  strictEqual((await test.cache.list()).length, hosts.length);
});

Deno.test("a token of one region or service is not a token of another", async () => {
  await using test = await HelperWorld.create();
  const answers = await Promise.all(
    [HOST, hostOf(DEV, "eu-west-1"), "public.ecr.aws"].map((host) => getHere(test, host)),
  );
  const claims = answers.map(({ stdout }) => test.world.aws.describePassword(JSON.parse(stdout).Secret));
  deepStrictEqual(claims.map((claim) => [claim?.service, claim?.region]), [
    ["ecr", "us-east-1"],
    ["ecr", "eu-west-1"],
    ["ecr-public", "us-east-1"],
  ]);
});

Deno.test({
  name: "a denial is only shared by calls that wait for it",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using test = await HelperWorld.create();
    test.world.aws.deny(test.world.user.arn, "ecr:GetAuthorizationToken");
    const lock = await test.cache.hold(test.key(), AT_ONCE);
    const asked = Promise.all(Array.from({ length: 10 }, () => getHere(test, HOST)));
    const path = (await test.cacheFile()).replace(/json$/, "lock");
    while (timesOpened(path) < 11) await new Promise((resolve) => setTimeout(resolve, 5));
    lock?.[Symbol.dispose]();
    for (const { code, stdout, stderr } of await asked) {
      deepStrictEqual([code, stdout], [1, NOT_FOUND]);
      match(stderr, /AWS denied access/);
    }
    strictEqual(test.world.aws.count("ecr"), 1);
    test.world.aws.allow(test.world.user.arn, "ecr:GetAuthorizationToken");
    strictEqual((await getHere(test)).code, 0);
  },
});
