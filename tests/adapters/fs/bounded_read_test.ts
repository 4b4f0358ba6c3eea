import assert from "node:assert/strict";
import { join } from "node:path";
import { readBounded } from "../../../src/adapters/fs/bounded_read.ts";
import { tempDirectory } from "./temp_directory.ts";

Deno.test("readBounded() reads up to the limit, through links", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  await Deno.writeTextFile(at("file"), "12345");
  await Deno.symlink("file", at("link"));
  await Deno.symlink("missing", at("dangling"));
  assert.equal(new TextDecoder().decode(await readBounded(at("link"), 5)), "12345");
  await assert.rejects(readBounded(at("file"), 4), { reason: "too-large" });
  // The size tells before anything is read: this file has more bytes than any memory.
  await Deno.truncate(at("file"), 2 ** 40);
  await assert.rejects(readBounded(at("link"), 5), { reason: "too-large" });
  assert.equal(await readBounded(at("missing"), 5), undefined);
  assert.equal(await readBounded(at("dangling"), 5), undefined);
});

Deno.test("readBounded() does not open what is not a file", async () => {
  await using dir = await tempDirectory();
  await assert.rejects(readBounded(dir.path, 5), { reason: "not-a-file" });
  if (Deno.build.os !== "windows") {
    await assert.rejects(readBounded("/dev/zero", 5), { reason: "not-a-file" });
  }
});
