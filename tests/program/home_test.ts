import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { World } from "./world.ts";

const NO_XDG = { XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined, XDG_STATE_HOME: undefined };

Deno.test("without HOME, every home is that of the password database", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig("{}");
  const { stdout, stderr } = await sandbox.run(["doctor", "--offline", "-o", "json"], {
    env: { ...NO_XDG, HOME: undefined },
    databaseHome: sandbox.home,
  });
  const text = JSON.stringify(JSON.parse(stdout).checks);
  strictEqual(text.includes(join(sandbox.home, ".docker/config.json")), true, text + stderr);
  strictEqual(text.includes(join(sandbox.home, ".cache/atmos/ecr/tokens")), true, text);
});
