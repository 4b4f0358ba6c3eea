/** A machine whose clock is hours off that of AWS: a token is good as long as AWS says, however the clock is set meanwhile. */
import { match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, UNREACHABLE } from "../program/helper_world.ts";
import { getHere, kubeletHere } from "./helper_calls.ts";

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

/** What a token's file says of the clock that it was issued by. */
interface ClockOfFile {
  boot?: string;
  boot_at_ms: number;
}

/** Gets a token while this machine's clock is 8 hours ahead of that of AWS. @returns Changes what its file says of the clock. */
async function withToken(
  test: HelperWorld,
): Promise<(change: (clock: ClockOfFile) => ClockOfFile) => Promise<void>> {
  test.world.aws.clockOffsetMs = -8 * HOUR;
  strictEqual((await getHere(test)).code, 0);
  const file = await test.cacheFile();
  const text = await Deno.readTextFile(file);
  return async (change) => {
    const entry = JSON.parse(text);
    entry.token.clock = change(entry.token.clock);
    await Deno.writeTextFile(file, JSON.stringify(entry));
  };
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

Deno.test({
  name: "a token is handed out until AWS' end, when the clock was set back since",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    await using test = await HelperWorld.create();
    const write = await withToken(test);
    for (const [name, [hours, boot, isServed]] of Object.entries(SET_BACK)) {
      await t.step(name, async () => {
        // As if the clock had stood so much later then.
        await write((clock) => ({
          ...clock,
          boot_at_ms: clock.boot_at_ms + hours * HOUR,
          ...(boot === undefined ? {} : { boot }),
        }));
        const { code, stderr } = await getHere(test, HOST, { env: UNREACHABLE });
        strictEqual(code, isServed ? 0 : 1, stderr);
      });
    }
  },
});

Deno.test("a token of another boot is returned until the earlier of both expiries", async () => {
  await using test = await HelperWorld.create();
  test.world.aws.tokenLifeSeconds = 7 * 3600;
  const write = await withToken(test);
  await write(() => ({ boot: "another", boot_at_ms: 0 }));
  // By AWS' clock it ends an hour before now by this one.
  strictEqual((await getHere(test, HOST, { env: UNREACHABLE })).code, 1);
});
