import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  isTempFileName,
  removeLiveTempFilesSync,
  trackTempFile,
} from "../../../src/adapters/fs/temp_files.ts";
import { firstOutput } from "./first_output.ts";
import { namesIn, tempDirectory } from "./temp_directory.ts";

Deno.test("removeLiveTempFilesSync() removes what is tracked, and survives what is not there", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  for (const name of ["live", "done"]) await Deno.writeTextFile(at(name), "secret");
  using _live = trackTempFile(at("live"));
  using _missing = trackTempFile(at("missing"));
  trackTempFile(at("done"))[Symbol.dispose]();
  removeLiveTempFilesSync();
  assert.deepEqual(await namesIn(dir.path), ["done"]);
});

Deno.test({
  name: "removeLiveTempFilesSync() leaves nothing of an interrupted replacement",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      await using dir = await tempDirectory();
      const path = join(dir.path, "file");
      await Deno.writeTextFile(path, "old");
      const worker = fileURLToPath(new URL("replace_worker.ts", import.meta.url));
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", worker, path],
        stdout: "piped",
      }).spawn();
      assert.equal(await firstOutput(child.stdout), "written\n");
      const beside = (await namesIn(dir.path)).filter((name) => isTempFileName(name, path));
      assert.equal(beside.length, 1);
      child.kill(signal);
      assert.equal((await child.status).code, 1);
      assert.deepEqual(await namesIn(dir.path), ["file"]);
      assert.equal(await Deno.readTextFile(path), "old");
    }
  },
});
