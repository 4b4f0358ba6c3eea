import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hasTerminals } from "../support/terminal.ts";
import { HelperWorld, HOST } from "./helper_world.ts";

Deno.test({
  name: "docker install asks on a terminal before it creates a link, and before it replaces a pin",
  ignore: !await hasTerminals(),
  async fn(): Promise<void> {
    await using test = await HelperWorld.create();
    await test.pin(HOST, "builder");
    const bin = join(test.world.sandbox.home, ".local/bin");
    await using terminal = test.world.terminal(["docker", "install", HOST], {
      env: { PATH: `/usr/bin:/bin:${bin}` },
    });
    await terminal.until("create it in");
    await terminal.type("\r");
    await terminal.until('pin it to identity "dev-deploy"');
    await terminal.type("\u001b[B");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0, terminal.screen);
    strictEqual((await Deno.stat(join(bin, "docker-credential-atmos-ecr"))).isFile, true);
    const [pin] = await test.pins.all();
    strictEqual(pin?.kind === "identity" ? pin.identity : "", "dev-deploy");
  },
});
