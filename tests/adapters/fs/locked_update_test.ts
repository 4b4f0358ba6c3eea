import assert from "node:assert/strict";
import { join } from "node:path";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { type BytesEdit, updateLocked } from "../../../src/adapters/fs/locked_update.ts";
import { tempFilePath } from "../../../src/adapters/fs/temp_files.ts";
import { modeOf, namesIn, tempDirectory } from "./temp_directory.ts";

const OPTIONS = { maxBytes: 1_000 };

/** An edit of text, with a look at what is there. */
function append(text: string, look: (before: string) => void = () => {}): BytesEdit {
  return (bytes) => {
    const before = new TextDecoder().decode(bytes);
    look(before);
    return new TextEncoder().encode(before + text);
  };
}

Deno.test("updateLocked() creates directory, lock and file, for the owner only", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "new/deep/file");
  assert.equal(await updateLocked(path, append("x"), OPTIONS), true);
  assert.deepEqual(await namesIn(join(dir.path, "new/deep")), ["file", "file.lock"]);
  assert.equal(await modeOf(join(dir.path, "new/deep")), 0o700);
  assert.equal(await modeOf(path), 0o600);
});

Deno.test("updateLocked() touches nothing when nothing changes", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "new/file");
  assert.equal(await updateLocked(path, (bytes) => bytes, OPTIONS), false);
  assert.deepEqual(await namesIn(dir.path), []);
  const file = join(dir.path, "file");
  await Deno.writeTextFile(file, "old");
  const { ino, mtime } = await Deno.stat(file);
  assert.equal(await updateLocked(file, (bytes) => bytes?.slice(), OPTIONS), false);
  assert.equal(await updateLocked(file, () => undefined, OPTIONS), false);
  const after = await Deno.stat(file);
  assert.deepEqual([after.ino, after.mtime], [ino, mtime]);
  assert.deepEqual(await namesIn(dir.path), ["file"]);
});

Deno.test("updateLocked() computes the edit again under the lock when the file has changed", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  const seen: string[] = [];
  const lock = await lockFile(`${path}.lock`);
  const update = updateLocked(path, append("+mine", (before) => seen.push(before)), OPTIONS);
  while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await Deno.writeTextFile(path, "theirs");
  lock[Symbol.dispose]();
  await update;
  assert.deepEqual(seen, ["", "theirs"]);
  assert.equal(await Deno.readTextFile(path), "theirs+mine");
});

Deno.test("updateLocked() does not lose what a program without a lock writes in between", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  await Deno.writeTextFile(path, "old");
  let runs = 0;
  const edit = append("+mine", () => {
    // The first run is the look without the lock.
    if (++runs <= 2) Deno.writeTextFileSync(path, `theirs${runs}`);
  });
  assert.equal(await updateLocked(path, edit, OPTIONS), true);
  assert.equal(await Deno.readTextFile(path), "theirs2+mine");
  assert.equal(runs, 3);
});

Deno.test("updateLocked() notices that the link was turned elsewhere", async () => {
  await using dir = await tempDirectory();
  const at = (name: string): string => join(dir.path, name);
  for (const name of ["a", "b"]) await Deno.writeTextFile(at(name), "same");
  await Deno.symlink("a", at("link"));
  let runs = 0;
  const edit = append("+mine", () => {
    // The first run is the look without the lock; this makes it run again.
    if (++runs === 1) { for (const name of ["a", "b"]) Deno.writeTextFileSync(at(name), "changed"); }
    if (runs !== 2) return;
    Deno.removeSync(at("link"));
    Deno.symlinkSync("b", at("link"));
  });
  await updateLocked(at("link"), edit, OPTIONS);
  assert.equal(await Deno.readTextFile(at("a")), "changed");
  assert.equal(await Deno.readTextFile(at("b")), "changed+mine");
});

Deno.test("updateLocked() gives up on a file that never rests", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  let runs = 0;
  const edit = append("+mine", () => Deno.writeTextFileSync(path, `theirs${runs++}`));
  await assert.rejects(updateLocked(path, edit, OPTIONS), { reason: "always-changing" });
  assert.equal(runs, 21);
  assert.deepEqual(await namesIn(dir.path), ["file", "file.lock"]);
});

Deno.test("updateLocked() passes on what the edit throws, and creates nothing for it", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  await Deno.writeTextFile(path, "old");
  const edit: BytesEdit = () => {
    throw new RangeError("no");
  };
  await assert.rejects(updateLocked(path, edit, OPTIONS), { message: "no" });
  assert.deepEqual(await namesIn(dir.path), ["file"]);
  assert.equal(await Deno.readTextFile(path), "old");
});

Deno.test("updateLocked() does not trust a half-written file", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  await Deno.writeTextFile(path, "ha");
  const edit = append("+mine", (before) => {
    if (before !== "ha") return;
    Deno.writeTextFileSync(path, "half");
    throw new RangeError("torn");
  });
  assert.equal(await updateLocked(path, edit, OPTIONS), true);
  assert.equal(await Deno.readTextFile(path), "half+mine");
});

Deno.test("updateLocked() sweeps what killed processes left beside the target", async () => {
  await using dir = await tempDirectory();
  await Deno.mkdir(join(dir.path, "real"));
  await Deno.symlink("real/file", join(dir.path, "link"));
  const orphan = tempFilePath(join(dir.path, "real/file"));
  await Deno.writeTextFile(orphan, "secret");
  await Deno.utime(orphan, new Date(0), new Date(0));
  await updateLocked(join(dir.path, "link"), append("x"), OPTIONS);
  assert.deepEqual(await namesIn(join(dir.path, "real")), ["file"]);
  assert.deepEqual(await namesIn(dir.path), ["link", "link.lock", "real"]);
});

Deno.test("updateLocked() can be aborted", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  using _held = await lockFile(`${path}.lock`);
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(updateLocked(path, append("x"), { ...OPTIONS, signal }), { message: "enough" });
});
