/** A machine whose clock is hours off that of AWS: a token is good as long as AWS says, however the clock is set meanwhile. */
import { match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, UNREACHABLE } from "../program/helper_world.ts";
import { getHere, kubeletHere } from "./helper_here.ts";

const HOUR = 3_600_000;

for (const hours of [-13, 13]) {
  Deno.test(`with AWS ${hours} hours off, a kubelet caches a token for 12 hours, and a pull uses it again`, async () => {
    await using test = await HelperWorld.create();
    await test.pin();
    test.world.aws.clockOffsetMs = hours * HOUR;
    const request = JSON.stringify({
      apiVersion: "credentialprovider.kubelet.k8s.io/v1",
      kind: "CredentialProviderRequest",
      image: `${HOST}/team/app:1.0`,
    });
    const { code, stdout, stderr } = await kubeletHere(test, request);
    strictEqual(code, 0, stderr);
    match(JSON.parse(stdout).cacheDuration, /^11h5[89]m\d+s$/);
    const before = test.world.aws.count("ecr");
    strictEqual((await getHere(test)).code, 0);
    strictEqual(test.world.aws.count("ecr"), before);
  });
}

/** Gets a token while this machine's clock is 8 hours ahead of that of AWS, and changes what its file says of the clock. */
async function keptToken(
  change: (clock: { boot?: string; boot_at_ms: number }) => void,
  lifeSeconds?: number,
): Promise<HelperWorld> {
  const test = await HelperWorld.create();
  const made = await test.pin();
  test.world.aws.clockOffsetMs = -8 * HOUR;
  if (lifeSeconds !== undefined) test.world.aws.tokenLifeSeconds = lifeSeconds;
  strictEqual((await getHere(test)).code, 0);
  const file = await test.cacheFile(await test.pinnedKey(made));
  const entry = JSON.parse(await Deno.readTextFile(file));
  change(entry.token.clock);
  await Deno.writeTextFile(file, JSON.stringify(entry));
  return test;
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
      await using test = await keptToken((clock) => {
        // As if the clock had stood so much later then.
        clock.boot_at_ms += hours * HOUR;
        if (boot !== undefined) clock.boot = boot;
      });
      const { code, stderr } = await getHere(test, HOST, { env: UNREACHABLE });
      strictEqual(code, isServed ? 0 : 1, stderr);
    },
  });
}

Deno.test("a token of another boot is returned until the earlier of both expiries", async () => {
  await using test = await keptToken(
    (clock) => Object.assign(clock, { boot: "another", boot_at_ms: 0 }),
    7 * 3600,
  );
  // By AWS' clock it ends an hour before now by this one.
  strictEqual((await getHere(test, HOST, { env: UNREACHABLE })).code, 1);
});
