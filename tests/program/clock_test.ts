/** A machine whose clock is hours off that of AWS: what is kept and shown is by its own clock, and good as long as AWS says. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld } from "./helper_world.ts";
import { DEV, hostOf, type World } from "./world.ts";

/** A registry that Docker asks the helper for. */
const HELPED = hostOf(DEV, "eu-west-1");

/** When something ends, by AWS' clock, must be so many hours from AWS' now; within five minutes. */
function isFromAwsNow(world: World, end: unknown, hours: number): boolean {
  const left = Date.parse(String(end)) - world.aws.now();
  return Math.abs(left - hours * 3_600_000) < 5 * 60_000;
}

/** Runs a command, which must succeed. @returns Its JSON. */
async function json(world: World, ...args: readonly string[]): Promise<ReturnType<typeof JSON.parse>> {
  const { code, stdout, stderr } = await world.run([...args, "-o", "json"]);
  strictEqual(code, 0, stderr);
  return JSON.parse(stdout);
}

for (const hours of [-13, 13]) {
  Deno.test(`with a clock difference of ${hours} hours, JSON and shared files keep AWS' time, and text shows this machine's`, async (t) => {
    await using test = await HelperWorld.create();
    const { world } = test;
    world.aws.clockOffsetMs = hours * 3_600_000;
    await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HELPED]: "atmos-ecr" } }));
    await test.pin(HELPED);
    await t.step("login, which uses its session again", async () => {
      const login = await world.run(["login", "dev/ecr"]);
      strictEqual(login.code, 0, login.stderr);
      match(login.stderr, /expires in (?:12h|11h59m)/);
      const before = world.aws.count("sts", "AssumeRole");
      const { registries: [first] } = await json(world, "login", "dev/ecr");
      deepStrictEqual([first.status, isFromAwsNow(world, first.expires_at, 12)], ["ok", true]);
      strictEqual(world.aws.count("sts", "AssumeRole"), before);
    });
    await t.step("the session in Atmos' file", async () => {
      const text = await world.credentialsFile();
      const [, end] = /expiration=(\S+)\n(?:;.*\n)*\[dev-deploy\]/.exec(text) ?? [];
      deepStrictEqual(isFromAwsNow(world, end, 1), true, text);
    });
    await t.step("status of a login in config.json, and of the helper's token", async () => {
      strictEqual((await test.get(HELPED)).code, 0);
      const hosts = [hostOf(DEV), HELPED];
      const { registries } = await json(world, "status", ...hosts);
      deepStrictEqual(
        registries.map((one: { state: unknown; expires_at: unknown }) => [
          one.state,
          isFromAwsNow(world, one.expires_at, 12),
        ]),
        [["ready", true], ["ready", true]],
      );
      const { stdout } = await world.run(["status", ...hosts]);
      strictEqual([...stdout.matchAll(/ready +in 1(?:2h|1h59m)/g)].length, 2, stdout);
    });
    // The times of these are converted as those above are.
    if (hours > 0) return;
    await t.step("auth whoami and auth list", async () => {
      const whoami = await json(world, "auth", "whoami");
      deepStrictEqual(isFromAwsNow(world, whoami.expiration, 1), true);
      const { identities } = await json(world, "auth", "list");
      const one = identities.find(({ name }: { name: string }) => name === "dev-deploy");
      deepStrictEqual([one.session.state, isFromAwsNow(world, one.session.expires_at, 1)], ["valid", true]);
    });
    await t.step("auth login, the text of auth whoami, and token", async () => {
      const login = await json(world, "auth", "login");
      match((await world.run(["auth", "whoami"])).stdout, /Expires +in (?:1h|59m)/);
      const token = await json(world, "token", hostOf(DEV));
      deepStrictEqual(
        [isFromAwsNow(world, login.expiration, 1), isFromAwsNow(world, token.expires_at, 12)],
        [true, true],
      );
    });
  });
}
