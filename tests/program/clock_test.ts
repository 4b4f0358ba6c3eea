/** A machine whose clock is hours off that of AWS: what is kept and shown is by its own clock, and good as long as AWS says. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST } from "./helper_world.ts";
import { DEV, hostOf, World } from "./world.ts";

for (const hours of [-13, 13]) {
  Deno.test(`with AWS ${hours} hours off, logins last 12 hours, and sessions are used again`, async () => {
    await using world = await World.create();
    world.aws.clockOffsetMs = hours * 3_600_000;
    const login = await world.run(["login", "dev/ecr"]);
    strictEqual(login.code, 0, login.stderr);
    match(login.stderr, /expires in (?:12h|11h 59m)/);
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

Deno.test("what a login in config.json says of its end is not believed where it is later than AWS can have given", async () => {
  await using world = await World.create();
  world.aws.clockOffsetMs = 13 * 3_600_000;
  await world.run(["login", "dev/ecr"]);
  const status = async () =>
    JSON.parse((await world.run(["status", hostOf(DEV), "-o", "json"])).stdout).registries[0];
  const { state, expires_at } = await status();
  deepStrictEqual([state, expires_at], ["unknown", null]);
});
