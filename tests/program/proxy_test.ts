/** Values of proxy variables through the program: never a stack trace, a password or silence. `proxy_values_test.ts` has every row, `network_proxies_test.ts` and `tests/long/proxies.ts` many more. */
import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { sampled } from "../support/hosts/samples.ts";
import { PROXY_ROWS, PROXY_SECRET, PROXY_VARIABLES } from "../support/proxy_values.ts";
import { NOT_FOUND } from "./helper_world.ts";
import { DEV, hostOf, World } from "./world.ts";

const HOST = hostOf(DEV);

type Ask = (world: World, env: Readonly<Record<string, string | undefined>>) => Promise<string>;

/** Who asks; each returns all that was said. */
const ASKS: Readonly<Record<"helper" | "token" | "login", Ask>> = {
  helper: async (world, env) => {
    const get = await world.run(["credential", "get"], { env, stdin: HOST });
    strictEqual(get.code, 1);
    strictEqual(get.stdout, NOT_FOUND);
    return get.stderr;
  },
  token: async (world, env) => {
    const token = await world.run(["token", HOST], { env });
    strictEqual(token.code, 3, token.stderr);
    return token.stderr;
  },
  login: async (world, env) => {
    const json = await world.run(["login", "-r", HOST, "-o", "json"], { env });
    strictEqual(JSON.parse(json.stdout).registries?.[0]?.error?.code, "AWS_UNREACHABLE", json.stdout);
    return json.stdout + json.stderr;
  },
};

/** All of them; only the first in `deno task test`, as each call is a process: the other runs of CI do the rest. */
function asksOf(...all: readonly Ask[]): readonly Ask[] {
  return sampled(all, all.length);
}

Deno.test("any value of a proxy variable results in a message, and Docker gets its sentence", async (t) => {
  await using world = await World.create();
  for (const [index, [value, says]] of sampled(PROXY_ROWS, PROXY_ROWS.length).entries()) {
    const name = PROXY_VARIABLES[index % PROXY_VARIABLES.length] ?? "";
    await t.step(`${name}=${value}`, async () => {
      const env = {
        ...world.aws.environment(world.user),
        AWS_ENDPOINT_URL: undefined,
        AWS_MAX_ATTEMPTS: "1",
        [name]: value,
      };
      for (const ask of asksOf(ASKS.helper, ASKS.token, ASKS.login)) {
        const said = await ask(world, env);
        match(said, new RegExp(says.source.replace("NAME", name)));
        doesNotMatch(said, new RegExp(`${PROXY_SECRET}|Uncaught|\\n\\s+at |INTERNAL`));
      }
    });
  }
  strictEqual(world.aws.requests.length, 0);
});

/** Variables of certificates that the runtime itself reads. */
const CERTIFICATES: readonly (readonly [name: string, value: string])[] = [
  ["DENO_CERT", "/nonexistent/ca.pem"],
  ["DENO_CERT", "/"],
  ["DENO_TLS_CA_STORE", "/nonexistent/ca.pem"],
  ["DENO_TLS_CA_STORE", "mozilla,all"],
];

Deno.test("a runtime variable without certificates results in a message, and Docker gets its sentence", async (t) => {
  await using world = await World.create();
  for (const [name, value] of sampled(CERTIFICATES, CERTIFICATES.length)) {
    await t.step(`${name}=${value}`, async () => {
      const env = { ...world.aws.environment(world.user), [name]: value };
      for (const ask of asksOf(ASKS.token, ASKS.helper)) {
        match(
          await ask(world, env),
          new RegExp(`Cannot use the certificates of the runtime: .*Correct or remove ${name}`, "s"),
        );
      }
    });
  }
});
