import { join } from "node:path";
import { RegistryPinsFile } from "../../src/adapters/state/registry_pins_file.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { testRegistryPins } from "./registry_pins_contract.ts";

testRegistryPins("MemoryRegistryPins", () => {
  const pins = new MemoryRegistryPins();
  return Promise.resolve({
    pins,
    damage: () => {
      pins.damaged = true;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testRegistryPins("RegistryPinsFile", async () => {
  const dir = await tempDirectory();
  const path = join(dir.path, "atmos/ecr/pins.json");
  return {
    pins: new RegistryPinsFile(path),
    damage: () => Deno.writeTextFile(path, "{}"),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
