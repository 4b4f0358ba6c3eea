import { rejects } from "node:assert/strict";
import { join } from "node:path";
import { lockFile } from "../../src/adapters/fs/file_lock.ts";
import { processHelperCache } from "../../src/wiring/cli_docker.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { environmentOf, pin } from "../support/helper_fixtures.ts";

Deno.test("an interrupted login does not wait for Docker's lock before it pins", async () => {
  await using dir = await tempDirectory();
  using _lock = await lockFile(join(dir.path, "config.json.lock"));
  const interruption = new AbortController();
  const environment = environmentOf({ HOME: dir.path, DOCKER_CONFIG: dir.path });
  const { pins } = processHelperCache(environment, () => new Date(), interruption.signal);
  const pinned = rejects(pins.exclusively(() => pins.set([pin()], [])), { code: "CANCELLED" });
  interruption.abort();
  await pinned;
});
