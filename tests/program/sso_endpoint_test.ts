/** What a login to IAM Identity Center leaves goes to the endpoint that made it, and to no other. `tests/wiring/sso_endpoint_test.ts` has every way to name one. */
import { deepStrictEqual, match } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { projectPin, trustIn } from "../support/helper_home.ts";
import { startCollector, within } from "./sso_endpoint_ways.ts";
import { leaveSsoSession, ssoWorld } from "./sso_world.ts";

const WAY = "written at the provider";

const COMMANDS: readonly (readonly string[])[] = [
  ["login", "dev/ecr"],
  ["login", "--identity", "dev-admin", "--registry", HOST],
  ["auth", "login"],
  ["auth", "login", "--provider", "acme-sso"],
  ["auth", "login", "dev-admin", "--force"],
  ["auth", "whoami"],
  ["auth", "env", "dev-admin", "--login"],
  ["auth", "exec", "-i", "dev-admin", "--", "true"],
  ["token", HOST],
  ["auth", "logout", "--provider", "acme-sso"],
  ["status", HOST],
  ["docker", "install", HOST],
];

for (const trust of ["untrusted", "trusted"] as const) {
  Deno.test(`no command sends anything of a session to an endpoint of a file that is ${trust}`, async (t) => {
    await using collector = startCollector();
    const { world, center } = await ssoWorld();
    await using _world = world;
    await within(world, WAY, collector.url, async () => {
      if (trust === "trusted") await trustIn(world.sandbox, ["atmos.yaml"]);
      for (const args of COMMANDS) {
        await t.step(args.join(" "), async () => {
          await leaveSsoSession(world, center);
          const { stderr, stdout } = await world.run(args);
          deepStrictEqual(collector.got, [], stderr);
          if (args[0] === "login" || args[0] === "token") {
            match(stdout + stderr, trust === "trusted" ? /LOGIN_REQUIRED/ : /CONFIG_UNTRUSTED/);
          }
        });
      }
    });
  });
}

Deno.test("an endpoint that a pull brings gets nothing from the helper", async () => {
  await using collector = startCollector();
  const { world, center } = await ssoWorld();
  await using _world = world;
  const helper = HelperWorld.of(world);
  await helper.pins.set([projectPin(world.sandbox, HOST, "dev-admin")]);
  await leaveSsoSession(world, center);
  await within(world, WAY, collector.url, async () => {
    const { code, stdout, stderr } = await helper.get();
    deepStrictEqual([code, stdout, collector.got], [1, NOT_FOUND, []], stderr);
    match(stderr, /is not trusted/);
  });
});
