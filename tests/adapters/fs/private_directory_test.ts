import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ensurePrivateDirectory } from "../../../src/adapters/fs/private_directory.ts";
import { tempDirectory } from "./temp_directory.ts";

Deno.test("ensurePrivateDirectory() creates missing directories, private to the user", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "a", "b", "c");
  await ensurePrivateDirectory(path);
  strictEqual(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o700);
});

Deno.test("ensurePrivateDirectory() fails below a dangling link, and where nothing can be created", async () => {
  await using dir = await tempDirectory();
  const link = join(dir.path, "cache");
  await Deno.symlink(join(dir.path, "unmounted"), link);
  await rejects(ensurePrivateDirectory(join(link, "atmos", "ecr")));
  if (Deno.build.os === "linux") await rejects(ensurePrivateDirectory("/proc/nope/atmos"));
});
