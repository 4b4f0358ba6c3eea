import { deepStrictEqual, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { loadedModules, usersOfNode } from "../support/loaded_modules.ts";
import { programFromSource } from "../support/sandbox.ts";
import { HelperWorld, HOST } from "./helper_world.ts";

/** The maximum number of modules of a cache hit: each costs about a tenth of a millisecond. */
const MAX_MODULES = 30;

/** What must not be among them: whole folders, and whatever is not ours. */
const HEAVY_REGEXP =
  /^(cli|mod\.ts|wiring\/(?:cli|helper_miss|helper_fetch|token_issuer)|adapters\/(aws|config|docker|terminal|trust)|domain\/(auth|docker|login|kubelet|trust|errors))/;

/** What only identities of a configuration need. */
const OF_IDENTITIES_REGEXP =
  /^(adapters\/(browser|config|github|keyring|saml|sessions)\/|app\/identities\/identity_steps|domain\/auth\/decode|wiring\/(pin_resolver|token_issuer))|\/(yaml|client-sts|client-sso)\//;

/** Every module that a `get` loads. */
async function modulesOf(test: HelperWorld, args: readonly string[], stdin: string): Promise<string[]> {
  const directory = join(test.world.sandbox.root, `coverage-${crypto.randomUUID()}`);
  const [deno = "", run = "", ...rest] = programFromSource();
  const child = new Deno.Command(deno, {
    args: [run, `--coverage=${directory}`, ...rest, ...args],
    clearEnv: true,
    env: test.world.sandbox.environment(test.world.aws.environment(test.world.user)),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { stdout } = await child.output();
  match(new TextDecoder().decode(stdout), /"Secret":/);
  return await loadedModules(directory);
}

Deno.test({
  name: "a get loads nothing but what it needs",
  ignore: Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined,
  fn: async (t) => {
    await using test = await HelperWorld.create();
    await t.step("of a token in the cache", async () => {
      await test.cacheToken(40_000);
      const modules = await modulesOf(test, ["credential", "get"], HOST);
      ok(modules.includes("helper/serve.ts"), modules.join("\n"));
      deepStrictEqual(
        modules.filter((name) => HEAVY_REGEXP.test(name) || /^\w+:/.test(name)),
        [],
      );
      ok(modules.length <= MAX_MODULES, `${modules.length} modules`);
      // Modules of Node load unseen, so that their names must not even be written.
      deepStrictEqual(await usersOfNode(modules), []);
    });
    await t.step({
      name:
        "of a token from AWS: the same trace sees what that takes, and keys of variables need no identities",
      // To trace the SDK takes as much as ten runs in hosts, so only the runs without hosts do it.
      ignore: HAS_HOSTS,
      fn: async () => {
        await Deno.remove(test.tokens, { recursive: true });
        const cold = await modulesOf(test, ["credential", "get"], HOST);
        for (
          const part of [
            "client-ecr/",
            "adapters/aws/calls/sdk_ecr_tokens.ts",
            "adapters/http/network.ts",
          ]
        ) {
          ok(cold.some((name) => name.includes(part)), part);
        }
        deepStrictEqual(cold.filter((name) => OF_IDENTITIES_REGEXP.test(name)), []);
      },
    });
  },
});
