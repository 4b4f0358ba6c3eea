import { join } from "node:path";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryTokenCache } from "../fakes/memory_token_cache.ts";
import { NOW } from "../support/helper_fixtures.ts";
import { testTokenCache } from "./token_cache_contract.ts";

testTokenCache("MemoryTokenCache", () => {
  const cache = new MemoryTokenCache(() => NOW);
  return Promise.resolve({
    cache,
    makeUnwritable: () => {
      cache.unwritable = true;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testTokenCache("TokenFileCache", async () => {
  const dir = await tempDirectory();
  return {
    cache: new TokenFileCache(join(dir.path, "atmos/ecr/tokens"), () => NOW),
    // Root may write into any directory, but not into a file.
    makeUnwritable: () => Deno.writeTextFile(join(dir.path, "atmos"), ""),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
});
