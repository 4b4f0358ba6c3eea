import assert from "node:assert/strict";
import { join } from "node:path";
import { checkWritable } from "../../../src/adapters/fs/writable_probe.ts";
import { namesIn, tempDirectory } from "./temp_directory.ts";

Deno.test("checkWritable() leaves nothing behind, neither files nor directories", async () => {
  await using dir = await tempDirectory();
  await checkWritable(join(dir.path, "file"));
  await checkWritable(join(dir.path, "no/such/file"));
  assert.deepEqual(await namesIn(dir.path), []);
});

Deno.test("checkWritable() finds a file, or a link to nowhere, in place of a directory", async () => {
  await using dir = await tempDirectory();
  await Deno.writeTextFile(join(dir.path, "plain"), "");
  await Deno.symlink("nowhere", join(dir.path, "dangling"));
  await assert.rejects(checkWritable(join(dir.path, "plain/deep/file")), Deno.errors.NotADirectory);
  for (const path of ["plain/file", "dangling/file"]) {
    await assert.rejects(checkWritable(join(dir.path, path)), { reason: "not-a-directory" }, path);
  }
});

Deno.test("checkWritable() accepts a directory that another process is creating", async () => {
  await using dir = await tempDirectory();
  for (let round = 0; round < 200; round++) {
    const directory = join(dir.path, String(round));
    await Promise.all([checkWritable(join(directory, "file")), Deno.mkdir(directory)]);
  }
});

Deno.test("checkWritable() checks the link's target, and the lock", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  await Deno.symlink("no/such/file", at("link"));
  await assert.rejects(checkWritable(at("link")), { reason: "link-broken" });
  await Deno.symlink("elsewhere", at("file.lock"));
  await assert.rejects(checkWritable(at("file")), { reason: "lock-refused" });
});

Deno.test({
  name: "checkWritable() detects an unwritable directory at either end of a link",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using dir = await tempDirectory();
    await assert.rejects(checkWritable("/proc/self/config.json"));
    await Deno.symlink("/proc/self/config.json", join(dir.path, "link"));
    await assert.rejects(checkWritable(join(dir.path, "link")));
    assert.deepEqual(await namesIn(dir.path), ["link"]);
  },
});
