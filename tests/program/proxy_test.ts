/** Values of proxy variables through the program: never a stack trace, a password or silence. `network_proxies_test.ts` and `tests/long/proxies.ts` have many more. */
import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { sampled } from "../support/hosts/samples.ts";
import { NOT_FOUND } from "./helper_world.ts";
import { DEV, hostOf, World } from "./world.ts";

const HOST = hostOf(DEV);
const SECRET = "hunter2";

/** Nothing listens there, so that no request leaves this machine. */
const CLOSED = "127.0.0.1:9";

/**
 * Which values `token` and `login` are run with, besides the helper: each call is a process, so that `deno task test` leaves the most to
 * the other runs of CI.
 */
const PEOPLE_ASK_EVERY = HAS_HOSTS ? 3 : 1;

/** A value, and what is said of it. */
const VALUES: readonly (readonly [value: string, says: RegExp])[] = [
  [CLOSED, /the proxy did not open a connection to/],
  [`http://u:${SECRET}@${CLOSED}`, /the proxy did not open a connection to/],
  [`https://u:${SECRET}@${CLOSED}/`, /the proxy did not open a connection to/],
  [`socks5://u:${SECRET}@${CLOSED}`, /the proxy did not open a connection to/],
  [`http://u:${SECRET}@127.0.0.1:99999`, /Cannot use the proxy of NAME: its port/],
  [`http://${SECRET}:${SECRET}`, /Cannot use the proxy of NAME: its port/],
  [`http://u:${SECRET}%zz@${CLOSED}`, /Cannot use the proxy of NAME: user or password/],
  [`http://u:${SECRET}@[::1`, /Cannot use the proxy of NAME: it has no host/],
  [`ftp://u:${SECRET}@${CLOSED}`, /Cannot use the proxy of NAME: its scheme/],
  [` ${SECRET}`, /Cannot use the proxy of NAME: it contains white space/],
  [`"http://u:${SECRET}@${CLOSED}"`, /Cannot use the proxy of NAME: it contains a quote/],
];

Deno.test("any value of a proxy variable results in a message, and Docker gets its sentence", async (t) => {
  await using world = await World.create();
  for (const [index, [value, says]] of sampled(VALUES, 3).entries()) {
    const name = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"][index % 4] ?? "";
    await t.step(`${name}=${value}`, async () => {
      const env = {
        ...world.aws.environment(world.user),
        AWS_ENDPOINT_URL: undefined,
        AWS_MAX_ATTEMPTS: "1",
        [name]: value,
      };
      const get = await world.run(["credential", "get"], { env, stdin: HOST });
      strictEqual(get.code, 1);
      strictEqual(get.stdout, NOT_FOUND);
      const all = [get.stderr];
      if (index % PEOPLE_ASK_EVERY === 0) {
        const token = await world.run(["token", HOST], { env });
        strictEqual(token.code, 3, token.stderr);
        const json = await world.run(["login", "-r", HOST, "-o", "json"], { env });
        strictEqual(JSON.parse(json.stdout).registries?.[0]?.error?.code, "AWS_UNREACHABLE", json.stdout);
        all.push(token.stderr, json.stdout + json.stderr);
      }
      for (const said of all) {
        match(said, new RegExp(says.source.replace("NAME", name)));
        doesNotMatch(said, new RegExp(`${SECRET}|Uncaught|\\n\\s+at |INTERNAL`));
      }
    });
  }
  strictEqual(world.aws.requests.length, 0);
});

/** Variables of certificates that the runtime itself reads, and what is said of them. */
const CERTIFICATES: readonly (readonly [name: string, value: string])[] = [
  ["DENO_CERT", "/nonexistent/ca.pem"],
  ["DENO_CERT", "/"],
  ["DENO_TLS_CA_STORE", "/nonexistent/ca.pem"],
  ["DENO_TLS_CA_STORE", "mozilla,all"],
];

Deno.test("a runtime variable without certificates results in a message, and Docker gets its sentence", async (t) => {
  await using world = await World.create();
  for (const [name, value] of sampled(CERTIFICATES, 2)) {
    await t.step(`${name}=${value}`, async () => {
      const env = { ...world.aws.environment(world.user), [name]: value };
      const get = await world.run(["credential", "get"], { env, stdin: HOST });
      strictEqual(get.code, 1);
      strictEqual(get.stdout, NOT_FOUND);
      const token = await world.run(["token", HOST], { env });
      strictEqual(token.code, 3, token.stderr);
      for (const said of [get.stderr, token.stderr]) {
        match(
          said,
          new RegExp(`Cannot use the certificates of the runtime: .*Correct or remove ${name}`, "s"),
        );
      }
    });
  }
});
