import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { World } from "./world.ts";

const NO_XDG = { XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined, XDG_STATE_HOME: undefined };

Deno.test("without HOME, every home is that of the password database", async (t) => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig("{}");
  for (const HOME of [undefined, "", "relative"]) {
    await t.step(`HOME=${HOME}`, async () => {
      // Deno itself wants an absolute one.
      const env = { ...NO_XDG, HOME };
      const options = { env, databaseHome: sandbox.home };
      const status = await sandbox.run(["status"], options);
      strictEqual(status.code, 0, status.stderr);
      const doctor = await sandbox.run(["doctor", "--offline", "-o", "json"], options);
      const { checks } = JSON.parse(doctor.stdout);
      const text = JSON.stringify(checks);
      strictEqual(text.includes(join(sandbox.home, ".docker/config.json")), true, text);
      strictEqual(text.includes(join(sandbox.home, ".cache/atmos/ecr/tokens")), true, text);
    });
  }
});
