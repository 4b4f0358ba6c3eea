/**
 * Every place that the AWS CLI takes credentials from, by every way that asks for them: the row's principal is who answers. In
 * `deno task test`, `tests/wiring/credential_sources_test.ts` has every place; here are a profile and a service of the machine.
 */
import { match, strictEqual } from "node:assert/strict";
import { CREDENTIAL_SOURCES } from "./credential_sources.ts";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { sampled } from "../support/hosts/samples.ts";
import { openSource } from "./opened_source.ts";
import { DEV, hostOf, World } from "./world.ts";

const HOST = hostOf(DEV);

for (const source of sampled(CREDENTIAL_SOURCES, 14)) {
  Deno.test({
    name: `login, token and the helper use credentials from: ${source.name}`,
    ignore: source.ignore ?? false,
    fn: async (t) => {
      await using world = await World.create("");
      await using opened = await openSource(source, world);
      const { principal } = opened;
      const env = { ...world.aws.environment(), ...opened.env };
      // A proxy is read when a process starts. In `deno task test` one process shows what comes of it.
      const others = HAS_HOSTS ? { ...env, HTTP_PROXY: undefined } : env;
      await t.step("token HOST", async () => {
        const { code, stdout, stderr } = await world.run(["token", HOST], { env: others });
        strictEqual(code, 0, stderr);
        match(world.aws.describePassword(stdout.trim())?.principal ?? stderr, principal);
      });
      await t.step("login --registry HOST", async () => {
        const { code, stderr } = await world.run(["login", "--registry", HOST], { env: others });
        strictEqual(code, 0, stderr);
        match(await world.principalOf(HOST) ?? stderr, principal);
      });
      await t.step("credential get", async () => {
        const { code, stdout, stderr } = await world.run(["credential", "get"], { env, stdin: HOST });
        strictEqual(code, 0, stderr);
        match(world.aws.describePassword(JSON.parse(stdout).Secret)?.principal ?? stderr, principal);
      });
      await t.step("credential get, again, without the network", async () => {
        const before = world.aws.requests.length;
        const { code } = await world.run(["credential", "get"], { env: others, stdin: HOST });
        strictEqual(code, 0);
        strictEqual(world.aws.requests.length, before);
      });
      await opened.check?.();
    },
  });
}
