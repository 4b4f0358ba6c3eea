/** A logout that cannot remove a cached token: the helper would still answer with it, so it must not be called removed. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { runReadOnly } from "../support/read_only.ts";
import { HelperWorld, HOST } from "./helper_world.ts";

const REASON =
  /Cannot remove the cached token for 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com, ".*\.json": /;

/** What logs out → its exit code. */
const LOGOUTS: readonly (readonly [readonly string[], number])[] = [
  [["logout", HOST], 3],
  // The registries without a login or a token are removed.
  [["logout", "--all"], 5],
  [["auth", "logout", "dev-deploy"], 3],
  [["auth", "logout", "--all"], 3],
  [["auth", "logout", "--all-realms", "--force"], 3],
];

Deno.test({
  name: "a logout fails for a cached token that it cannot remove",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    for (const [args, code] of LOGOUTS) {
      await t.step(args.join(" "), async () => {
        await using test = await HelperWorld.create();
        const { sandbox } = test.world;
        await test.cacheToken(3600);
        const at = { sandbox, directory: test.tokens };
        const refused = await runReadOnly(at, args, { env: test.world.environment() });
        strictEqual(refused.code, code, refused.stderr);
        match(refused.stderr, REASON);
        match(refused.stderr, /STATE_UNUSABLE/);
        strictEqual((await test.cache.list()).length, 1);
        // With rights, it goes.
        const { code: ok, stderr } = await test.world.run(args);
        strictEqual(ok, 0, stderr);
        deepStrictEqual(await test.cache.list(), []);
      });
    }
    await t.step("erase", async () => {
      await using test = await HelperWorld.create();
      await test.cacheToken(3600);
      const at = { sandbox: test.world.sandbox, directory: test.tokens };
      const answer = await runReadOnly(at, ["credential", "erase"], {
        env: test.world.environment(),
        stdin: HOST,
      });
      strictEqual(answer.code, 1);
      match(answer.stdout, REASON);
      strictEqual((await test.run(["credential", "erase"], { stdin: HOST })).code, 0);
      deepStrictEqual(await test.cache.list(), []);
    });
  },
});
