import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";

const TOO_MUCH = 8 * 1024 * 1024;

Deno.test("input that is no host gets one reply, and so does one that is too long to be read", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(40_000);
  const refused: readonly (readonly [string | Uint8Array, RegExp])[] = [
    [`evil.com\n${HOST}`, /more than one line/],
    [new Uint8Array(TOO_MUCH).fill(0x41), /longer than 4 KiB/],
  ];
  for (const [stdin, says] of refused) {
    const { code, stdout, stderr } = await test.get(HOST, { stdin });
    deepStrictEqual([code, stdout], [1, NOT_FOUND]);
    match(stderr, says);
    match(stderr, /^atmos-ecr: [^\n]+\n$/);
  }
  strictEqual(JSON.parse((await test.get(HOST, { stdin: ` https://${HOST}\r\n` })).stdout).Secret, "cached");
  // A look-alike is not a registry of ours.
  deepStrictEqual(await test.get(`${HOST}.evil.com`), { code: 1, stdout: NOT_FOUND, stderr: "" });
});

Deno.test("a closed reader is not an error", async () => {
  await using test = await HelperWorld.create();
  const child = test.spawn(["credential", "version"]);
  await child.stdout.cancel();
  await child.stdin.close();
  const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
  deepStrictEqual([code, stderr], [0, ""]);
});
