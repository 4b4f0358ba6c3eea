/**
 * What takes too long for the suite: 200 generated values of each variable of proxies, where Docker waits. `.ci/run` runs it on the
 * executable: deno test -A --no-check tests/long/proxies.ts
 *
 * @module
 */
import { deepStrictEqual, doesNotMatch } from "node:assert/strict";
import fc from "fast-check";
import { NOT_FOUND } from "../program/helper_world.ts";
import { DEV, hostOf, World } from "../program/world.ts";
import { PROXY_SECRET, proxyValue } from "../support/proxy_values.ts";

/** Variables, each with what makes it matter. */
const VARIABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  HTTPS_PROXY: {},
  https_proxy: {},
  ALL_PROXY: {},
  all_proxy: {},
  NO_PROXY: { HTTPS_PROXY: "http://127.0.0.1:9" },
  no_proxy: { https_proxy: "http://127.0.0.1:9" },
};

const VALUES = 200;
const AT_ONCE = 6;

for (const [name, others] of Object.entries(VARIABLES)) {
  Deno.test(`no value of ${name} fails silently, or shows a stack trace or a password`, async () => {
    await using world = await World.create("");
    // No variable of the system can hold the character that ends it.
    const values = fc.sample(proxyValue, VALUES).map((value) => value.replaceAll("\u0000", ""));
    const check = async (value: string): Promise<void> => {
      const { code, stdout, stderr } = await world.run(["credential", "get"], {
        env: {
          ...world.aws.environment(world.user),
          AWS_ENDPOINT_URL: "https://ecr.elsewhere.invalid",
          AWS_MAX_ATTEMPTS: "1",
          ...others,
          [name]: value,
        },
        stdin: hostOf(DEV),
      });
      deepStrictEqual([code, stdout], [1, NOT_FOUND], JSON.stringify(value));
      doesNotMatch(
        stderr,
        new RegExp(`${PROXY_SECRET}|Uncaught|\\n\\s+at |INTERNAL|a bug in`),
        JSON.stringify(value),
      );
    };
    while (values.length > 0) await Promise.all(values.splice(0, AT_ONCE).map(check));
  });
}
