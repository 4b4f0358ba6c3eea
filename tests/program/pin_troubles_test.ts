/** Pins that cannot be used, and those of others. Which ones cannot is in tests/adapters/state. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { fakePrograms, pinFile } from "../support/helper_home.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";

const NAME = "docker-credential-atmos-ecr";

/** Runs `docker install` with the helper on the PATH. */
async function install(test: HelperWorld): Promise<ProgramResult> {
  const PATH = await fakePrograms(test.world.sandbox, [NAME]);
  return await test.world.run(["docker", "install", HOST], { env: { PATH } });
}

Deno.test("pins of an earlier version are ignored, with a hint", async () => {
  await using test = await HelperWorld.create();
  const old = join(test.world.sandbox.home, ".local/state/atmos/ecr/pins.json");
  await Deno.mkdir(dirname(old), { recursive: true });
  await Deno.writeTextFile(old, JSON.stringify({ version: 1, pins: { [HOST]: {} } }), { mode: 0o600 });
  // By this name, a registry without a pin has the environment's credentials.
  const refused = await test.runAs("docker-credential-ecr-login", ["get"], { stdin: HOST });
  deepStrictEqual([refused.code, refused.stdout, test.world.aws.count("ecr")], [1, NOT_FOUND, 0]);
  match(refused.stderr, /^atmos-ecr: .*pins\.json.*Run `atmos-ecr docker install \S+` again\n$/);
});

Deno.test("a damaged pin is one line with the command that mends it, never the environment's credentials", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  await Deno.writeTextFile(pinFile(test.world.sandbox, HOST), "{");
  const refused = await test.runAs("docker-credential-ecr-login", ["get"], { stdin: HOST });
  deepStrictEqual([refused.code, refused.stdout, test.world.aws.count("ecr")], [1, NOT_FOUND, 0]);
  match(refused.stderr, /^atmos-ecr: Cannot use the pin for \S+ in "[^\n]*docker install \S+`[^\n]*\n$/);
  const mended = await install(test);
  strictEqual(mended.code, 0, mended.stderr);
  match(mended.stderr, /Replacing the unusable pin/);
  const served = await test.runAs(NAME, ["get"], { stdin: HOST });
  match(test.principalOf(served) ?? "", /222233334444:assumed-role/);
});
