import { join } from "node:path";
import { DockerConfigFile } from "../../src/adapters/docker/docker_config_file.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { testDockerConfigStore } from "./docker_config_store_contract.ts";

testDockerConfigStore("MemoryDockerConfigStore", (text) => {
  const store = new MemoryDockerConfigStore(text);
  return Promise.resolve({
    store,
    peek: () => Promise.resolve(store.text),
    makeUnwritable: () => {
      store.unwritable = true;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testDockerConfigStore("DockerConfigFile", async (text) => {
  const dir = await tempDirectory();
  const store = new DockerConfigFile(join(dir.path, ".docker"));
  if (text !== undefined) {
    await Deno.mkdir(join(dir.path, ".docker"));
    await Deno.writeTextFile(store.path, text);
  }
  return {
    store,
    peek: () => Deno.readTextFile(store.path).catch(() => undefined),
    // Root may write into any directory: a lock file that nobody can open stops it, too.
    makeUnwritable: () => Deno.mkdir(`${store.path}.lock`),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
