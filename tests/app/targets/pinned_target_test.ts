import { rejects } from "node:assert/strict";
import { pinnedTarget } from "../../../src/app/targets/pinned_target.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { environmentOf, HOST, pin } from "../../support/helper_fixtures.ts";

const FILES = { configFile: "/home/other/.aws/config", credentialsFile: "/home/other/.aws/credentials" };

Deno.test("a pin whose AWS files are not those of the environment names the command that pins its principal", async (t) => {
  const rows: readonly (readonly [pinned: RegistryPin, command: string])[] = [
    [
      { kind: "aws-profile", host: HOST, profile: "my work", ...FILES },
      `atmos-ecr docker install ${HOST} --aws-profile 'my work' --repin`,
    ],
    [
      pin({ credentialsFile: FILES.credentialsFile }),
      `atmos-ecr docker install ${HOST} --chdir /home/user/infra --repin`,
    ],
  ];
  for (const [pinned, command] of rows) {
    await t.step(pinned.kind, async () => {
      const found = pinnedTarget(parseRegistry(HOST), {
        pins: new MemoryRegistryPins([pinned]),
        former: { exist: () => false, naming: () => undefined },
        environment: environmentOf({ HOME: "/home/user" }),
        pinned: () => {
          throw new Error("not read");
        },
      });
      await rejects(found, {
        code: "USAGE",
        hint: `Restore these variables, or pin it again: \`${command}\``,
      });
    });
  }
});
