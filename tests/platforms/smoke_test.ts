/** What shows that the program runs on a machine of another kind: `run.ts` puts it there. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST } from "../program/helper_world.ts";
import type { ProgramResult } from "../support/sandbox.ts";

const NEEDED = Deno.env.get("ATMOS_ECR_PLATFORM") === undefined;

/** A run again, at most twice, where an emulated processor was too slow for the deadlines; Deno caches compiled code between runs. */
async function patiently(run: () => Promise<ProgramResult>): Promise<ProgramResult> {
  for (let tries = 1;; tries++) {
    const result = await run();
    if (tries === 3 || !/no time left|not (?:answer|respond) within/.test(result.stderr)) return result;
  }
}

Deno.test({ name: "it prints its version", ignore: NEEDED }, async () => {
  await using test = await HelperWorld.create();
  const { code, stdout } = await test.run(["--version"]);
  deepStrictEqual([code, stdout.startsWith("atmos-ecr ")], [0, true]);
});

Deno.test({ name: "it logs in as a role, and Docker's file has the token", ignore: NEEDED }, async () => {
  await using test = await HelperWorld.create();
  const { code, stderr } = await patiently(() =>
    test.run(["login", "dev/ecr"], { cwd: test.world.sandbox.project })
  );
  strictEqual(code, 0, stderr);
  const { auths } = JSON.parse(await test.world.sandbox.readDockerConfig() ?? "{}");
  const [, password = ""] = atob(auths[HOST].auth).split(":");
  match(test.world.aws.describePassword(password)?.principal ?? "", /:assumed-role\/deploy\//);
});

Deno.test({ name: "it works as a helper, on cache miss and hit", ignore: NEEDED }, async () => {
  await using test = await HelperWorld.create();
  // The role's session, so that the helper's ten seconds are for one call: an emulated processor takes most of them to start.
  const login = await patiently(() => test.run(["login", "dev/ecr"], { cwd: test.world.sandbox.project }));
  strictEqual(login.code, 0, login.stderr);
  await test.pin();
  const cold = await patiently(() => test.get());
  strictEqual(cold.code, 0, cold.stderr);
  match(test.principalOf(cold) ?? "", /:assumed-role\/deploy\//);
  const before = test.world.aws.requests.length;
  const warm = await test.get();
  deepStrictEqual([warm.stdout, test.world.aws.requests.length], [cold.stdout, before]);
});
