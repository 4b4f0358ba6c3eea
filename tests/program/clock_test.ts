/** A machine whose clock is hours off that of AWS: what is kept and shown is by its own clock, and good as long as AWS says. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, UNREACHABLE } from "./helper_world.ts";
import { DEV, hostOf, World } from "./world.ts";

for (const hours of [-13, 13]) {
  Deno.test(`with AWS ${hours} hours off, logins last 12 hours, and sessions are used again`, async () => {
    await using world = await World.create();
    world.aws.clockOffsetMs = hours * 3_600_000;
    const login = await world.run(["login", "dev/ecr"]);
    strictEqual(login.code, 0, login.stderr);
    match(login.stderr, /expires in (?:12h|11h59m)/);
    const before = world.aws.count("sts", "AssumeRole");
    await world.run(["login", "dev/ecr"]);
    strictEqual(world.aws.count("sts", "AssumeRole"), before);
  });

  Deno.test(`with AWS ${hours} hours off, a kubelet caches a token for 12 hours, and a pull uses it again`, async () => {
    await using test = await HelperWorld.create();
    await test.pin();
    test.world.aws.clockOffsetMs = hours * 3_600_000;
    const stdin = JSON.stringify({
      apiVersion: "credentialprovider.kubelet.k8s.io/v1",
      kind: "CredentialProviderRequest",
      image: `${HOST}/team/app:1.0`,
    });
    const { code, stdout, stderr } = await test.run(["kubelet"], { stdin });
    strictEqual(code, 0, stderr);
    match(JSON.parse(stdout).cacheDuration, /^11h5[89]m\d+s$/);
    const before = test.world.aws.count("ecr");
    strictEqual((await test.get(HOST)).code, 0);
    strictEqual(test.world.aws.count("ecr"), before);
  });
}

/** How the clock was set since a token was issued by one that was 8 hours ahead → whether it is handed out while AWS is down. */
const SET_BACK: Readonly<
  Record<string, readonly [hours: number, boot: string | undefined, isServed: boolean]>
> = {
  "not at all": [0, undefined, true],
  "by less than its life": [8, undefined, true],
  "by more than its life": [12.5, undefined, false],
  "before another boot, nobody knows how": [0, "another", true],
};

for (const [name, [hours, boot, isServed]] of Object.entries(SET_BACK)) {
  Deno.test({
    name: `a token is handed out until AWS' end, when the clock was set back ${name}`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      await using test = await HelperWorld.create();
      await test.pin();
      test.world.aws.clockOffsetMs = -8 * 3_600_000;
      strictEqual((await test.get(HOST)).code, 0);
      const path = (await test.world.sandbox.files()).find((one) => /tokens\/[0-9a-f]{64}\.json$/.test(one));
      const file = `${test.world.sandbox.root}/${path}`;
      const entry = JSON.parse(await Deno.readTextFile(file));
      // As if the clock had stood so much later then.
      entry.token.clock.boot_at_ms += hours * 3_600_000;
      if (boot !== undefined) entry.token.clock.boot = boot;
      await Deno.writeTextFile(file, JSON.stringify(entry));
      const { code, stderr } = await test.get(HOST, { env: UNREACHABLE });
      strictEqual(code, isServed ? 0 : 1, stderr);
    },
  });
}

Deno.test("a token of another boot is returned until the earlier of both expiries", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  test.world.aws.clockOffsetMs = -8 * 3_600_000;
  test.world.aws.tokenLifeSeconds = 7 * 3600;
  strictEqual((await test.get(HOST)).code, 0);
  const path = (await test.world.sandbox.files()).find((one) => /tokens\/[0-9a-f]{64}\.json$/.test(one));
  const file = `${test.world.sandbox.root}/${path}`;
  const entry = JSON.parse(await Deno.readTextFile(file));
  entry.token.clock = { boot: "another", boot_at_ms: 0 };
  await Deno.writeTextFile(file, JSON.stringify(entry));
  // By AWS' clock it ends an hour before now by this one.
  strictEqual((await test.get(HOST, { env: UNREACHABLE })).code, 1);
});

/** When something ends, by AWS' clock, must be so many hours from AWS' now; within five minutes. */
function isFromAwsNow(world: World, end: unknown, hours: number): boolean {
  const left = Date.parse(String(end)) - world.aws.now();
  return Math.abs(left - hours * 3_600_000) < 5 * 60_000;
}

for (const hours of [-13, 13]) {
  Deno.test(`with a clock difference of ${hours} hours, JSON and shared files keep AWS' time, and text shows this machine's`, async (t) => {
    await using world = await World.create();
    world.aws.clockOffsetMs = hours * 3_600_000;
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await world.run([...args, "-o", "json"]);
      strictEqual(code, 0, stderr);
      return JSON.parse(stdout);
    };
    await t.step("login", async () => {
      const { registries: [first] } = await json("login", "dev/ecr");
      deepStrictEqual([first.status, isFromAwsNow(world, first.expires_at, 12)], ["ok", true]);
    });
    await t.step("status of a login in config.json", async () => {
      const { registries: [first] } = await json("status", hostOf(DEV));
      deepStrictEqual([first.state, isFromAwsNow(world, first.expires_at, 12)], ["ready", true]);
      match((await world.run(["status", hostOf(DEV)])).stdout, /ready +in 1(?:2h|1h59m)/);
    });
    await t.step("status of a login with an unknown expiry", async () => {
      const [path] = (await world.sandbox.files()).filter((one) => one.endsWith("/logins.json"));
      const text = await Deno.readTextFile(`${world.sandbox.root}/${path}`);
      await Deno.remove(`${world.sandbox.root}/${path}`);
      const { code, stdout } = await world.run(["status", hostOf(DEV), "-o", "json"]);
      const [{ state }] = JSON.parse(stdout).registries;
      // Behind, it may have ended; ahead, it seems to.
      deepStrictEqual([code, state], [1, hours > 0 ? "unknown" : "expired"]);
      await Deno.writeTextFile(`${world.sandbox.root}/${path}`, text, { mode: 0o600 });
    });
    await t.step("status after the clock was set right", async () => {
      const path = (await world.sandbox.files()).find((one) => one.endsWith("/logins.json"));
      const file = `${world.sandbox.root}/${path}`;
      const text = await Deno.readTextFile(file);
      // As if the login had been made by that clock, and this one were AWS'.
      await Deno.writeTextFile(file, text.replace(/"at": "[^"]*"/, `"at": "2999-01-01T00:00:00.000Z"`));
      const [{ state }] =
        JSON.parse((await world.run(["status", hostOf(DEV), "-o", "json"])).stdout).registries;
      deepStrictEqual(state, hours > 0 ? "unknown" : "expired");
      await Deno.writeTextFile(file, text);
    });
    await t.step("the session in Atmos' file", async () => {
      const text = await world.credentialsFile();
      const [, end] = /expiration=(\S+)\n(?:;.*\n)*\[dev-deploy\]/.exec(text) ?? [];
      deepStrictEqual(isFromAwsNow(world, end, 1), true, text);
    });
    await t.step("auth login, auth whoami and auth list", async () => {
      const login = await json("auth", "login");
      const whoami = await json("auth", "whoami");
      deepStrictEqual(
        [isFromAwsNow(world, login.expiration, 1), isFromAwsNow(world, whoami.expiration, 1)],
        [true, true],
      );
      match((await world.run(["auth", "whoami"])).stdout, /Expires +in (?:1h|59m)/);
      const { identities } = await json("auth", "list");
      const one = identities.find(({ name }: { name: string }) => name === "dev-deploy");
      deepStrictEqual([one.session.state, isFromAwsNow(world, one.session.expires_at, 1)], ["valid", true]);
    });
    await t.step("token", async () => {
      deepStrictEqual(isFromAwsNow(world, (await json("token", hostOf(DEV))).expires_at, 12), true);
    });
  });

  Deno.test(`with AWS ${hours} hours off, status of the helper's token has both times`, async () => {
    await using test = await HelperWorld.create();
    const { world } = test;
    await test.pin();
    world.aws.clockOffsetMs = hours * 3_600_000;
    await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }));
    strictEqual((await test.get(HOST)).code, 0);
    const { stdout, stderr } = await world.run(["status", HOST, "-o", "json"]);
    const [{ state, expires_at }] = JSON.parse(stdout).registries;
    deepStrictEqual([state, isFromAwsNow(world, expires_at, 12)], ["ready", true], stderr);
    match((await world.run(["status", HOST])).stdout, /in 1(?:2h|1h59m)/);
  });
}
