import { join } from "node:path";
import { DockerConfigFile } from "../../src/adapters/docker/docker_config_file.ts";
import { PinFiles } from "../../src/adapters/state/pin_files.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { testRegistryPins } from "./registry_pins_contract.ts";

testRegistryPins("MemoryRegistryPins", () => {
  const pins = new MemoryRegistryPins();
  return Promise.resolve({
    pins,
    damage: (host) => {
      pins.damaged.add(host);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testRegistryPins("PinFiles", async () => {
  const dir = await tempDirectory();
  const docker = join(dir.path, "docker");
  const directory = join(docker, "atmos-ecr");
  const store = new DockerConfigFile(docker);
  return {
    pins: new PinFiles({ docker: directory, machine: undefined }, (work) => store.exclusively(work)),
    damage: (host) => Deno.writeTextFile(join(directory, `${host}.json`), "{}"),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
