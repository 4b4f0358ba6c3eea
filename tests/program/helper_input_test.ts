import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";

const TOO_MUCH = 8 * 1024 * 1024;

Deno.test("every input gets exactly one reply", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(40_000);
  const refused: [string | Uint8Array, RegExp][] = [
    ["", /it is empty/],
    ["\r\n", /it is empty/],
    [`evil.com\n${HOST}`, /more than one line/],
    [`${HOST}\n${HOST}\n`, /more than one line/],
    [`${HOST}\r`, /more than one line/],
    [`${HOST}\0.evil.com`, /control characters/],
    [`${HOST}\u001b[31m`, /control characters/],
    [new Uint8Array([...new TextEncoder().encode(HOST), 0xff]), /not UTF-8/],
    ["x".repeat(4097), /longer than 4 KiB/],
    [new Uint8Array(TOO_MUCH).fill(0x41), /longer than 4 KiB/],
  ];
  for (const [stdin, says] of refused) {
    const { code, stdout, stderr } = await test.get(HOST, { stdin });
    deepStrictEqual([code, stdout], [1, NOT_FOUND]);
    match(stderr, says);
    match(stderr, /^atmos-ecr: [^\n]+\n$/);
  }
  for (const stdin of [`${HOST}\n`, `${HOST}\r\n`, ` https://${HOST} `]) {
    strictEqual(JSON.parse((await test.get(HOST, { stdin })).stdout).Secret, "cached");
  }
  // A look-alike is not a registry of ours.
  for (
    const stdin of [
      `${HOST}.evil.com`,
      `１２${HOST}`,
      `user@${HOST}`,
      `\uFEFF${HOST}`,
      `{"ServerURL":"${HOST}"}`,
    ]
  ) {
    deepStrictEqual(await test.get(HOST, { stdin }), { code: 1, stdout: NOT_FOUND, stderr: "" });
  }
});

Deno.test("a closed reader is not an error", async () => {
  await using test = await HelperWorld.create();
  const child = test.spawn(["credential", "version"]);
  await child.stdout.cancel();
  await child.stdin.close();
  const [{ code }, stderr] = await Promise.all([child.status, new Response(child.stderr).text()]);
  deepStrictEqual([code, stderr], [0, ""]);
});
