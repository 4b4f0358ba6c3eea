import { deepStrictEqual, match } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";

Deno.test("the helper does not wait forever for the end of its input", async () => {
  await using test = await HelperWorld.create();
  const { code, stdout, stderr } = await test.get(HOST, { keepOpen: true });
  deepStrictEqual([code, stdout], [1, NOT_FOUND]);
  match(stderr, /the input did not end in time/);
});
