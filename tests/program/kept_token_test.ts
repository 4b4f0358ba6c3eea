/** A logout that cannot remove a cached token: the helper would still answer with it, so it must not be called removed. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { runReadOnly } from "../support/read_only.ts";
import { HelperWorld, HOST } from "./helper_world.ts";

Deno.test({
  name: "a logout fails for a cached token that it cannot remove",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using test = await HelperWorld.create();
    const { sandbox } = test.world;
    await test.cacheToken(3600);
    const at = { sandbox, directory: test.tokens };
    const refused = await runReadOnly(at, ["logout", HOST], { env: test.world.environment() });
    strictEqual(refused.code, 3, refused.stderr);
    match(
      refused.stderr,
      /Cannot remove the cached token for 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com, ".*\.json": /,
    );
    match(refused.stderr, /STATE_UNUSABLE/);
    strictEqual((await test.cache.list()).length, 1);
    // With rights, it goes.
    const { code, stderr } = await test.world.run(["logout", HOST]);
    strictEqual(code, 0, stderr);
    deepStrictEqual(await test.cache.list(), []);
  },
});
