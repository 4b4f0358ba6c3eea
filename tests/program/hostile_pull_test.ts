/**
 * A pull that makes the pinned configuration of a registry hostile, against the whole program, and the executable; `tests/wiring` has every
 * kind of it.
 */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { selfSigned } from "../support/self_signed.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { DEV, World } from "./world.ts";
import { promptly } from "../support/promptly.ts";

const YAML = World.ATMOS_YAML;
const ROLE = `"arn:aws:iam::${DEV}:role/deploy"`;
const SECRET = "Top-Secret_of.mine";

/** What a pull brings in place of `atmos.yaml` → what the helper says of it. */
const PULLS: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  "a realm of another project": [`${YAML}  realm: "0123456789abcdef"\n`, /automatic realm/],
  "a program": [
    YAML.replace(`{assume_role: ${ROLE}}`, '{assume_role: !exec "touch canary; echo x"}'),
    /is not trusted/,
  ],
  "a secret of the environment": [
    YAML.replace(ROLE, `${ROLE}, tags: {a: !env GITHUB_TOKEN}`),
    /is not trusted/,
  ],
  "what never ends": [`import: [/dev/zero]\n${YAML}`, /zero/],
};

Deno.test({
  name: "a pull runs nothing, sends nothing of the environment, and nobody waits for it",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using test = await HelperWorld.create();
    const { world } = test;
    const { project, root, home } = world.sandbox;
    const env = { GITHUB_TOKEN: SECRET };
    await test.pin();
    const before = await test.get(HOST, { env });
    strictEqual(before.code, 0, before.stderr);
    for (const [name, [text, says]] of Object.entries(PULLS)) {
      await t.step(name, async () => {
        await world.sandbox.write("atmos.yaml", text);
        const { code, stdout, stderr } = await promptly(6000, () => test.get(HOST, { env }));
        deepStrictEqual([code, stdout], [1, NOT_FOUND], stderr);
        match(stderr, says);
        ok(!stderr.includes(SECRET), stderr);
        ok(!JSON.stringify(world.aws.requests).includes(SECRET));
        for (const directory of [project, home, root]) {
          const found = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
          ok(!found.includes("canary"), directory);
        }
      });
    }
    // Taken back, it is the token of before.
    await world.sandbox.write("atmos.yaml", YAML);
    strictEqual((await test.get(HOST, { env })).stdout, before.stdout);
  },
});

Deno.test("the helper trusts no unknown certificate, regardless of NODE_TLS_REJECT_UNAUTHORIZED (9)", async () => {
  const { cert, key } = await selfSigned("localhost");
  let requests = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {}, onError: () => new Response() },
    () => (requests++, new Response("{}")),
  );
  await using test = await HelperWorld.create();
  const url = `https://localhost:${server.addr.port}`;
  const env = { AWS_ENDPOINT_URL: url, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const { code, stdout, stderr } = await test.get(HOST, { env });
  deepStrictEqual([code, stdout, requests], [1, NOT_FOUND, 0], stderr);
  match(stderr, /the certificate of "localhost:\d+" cannot be trusted/);
  doesNotMatch(stderr, /Unexpected|INTERNAL/);
});
