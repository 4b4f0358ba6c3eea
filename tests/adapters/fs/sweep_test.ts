import assert from "node:assert/strict";
import { join } from "node:path";
import {
  sweepDirectory,
  sweepTempFiles,
  tempFilePath,
  trackTempFile,
} from "../../../src/adapters/fs/temp_files.ts";
import { namesIn, tempDirectory } from "./temp_directory.ts";

Deno.test("sweepTempFiles() removes its own temporary files older than 60 s, and nothing else", async () => {
  await using dir = await tempDirectory();
  const target = join(dir.path, "config.json");
  const now = new Date("2026-01-01T00:01:00Z");
  const write = async (path: string, age: number): Promise<string> => {
    await Deno.writeTextFile(path, "secret");
    await Deno.utime(path, now, new Date(now.getTime() - age * 1000));
    return path;
  };
  const old = await write(tempFilePath(target), 60);
  const fresh = await write(tempFilePath(target), 59);
  const live = await write(tempFilePath(target), 600);
  const other = await write(tempFilePath(join(dir.path, "other.json")), 600);
  await write(target, 600);
  const link = tempFilePath(target);
  await Deno.symlink(target, link);
  const directory = tempFilePath(target);
  await Deno.mkdir(directory);
  const before = await namesIn(dir.path);
  {
    using _live = trackTempFile(live);
    assert.equal(await sweepTempFiles(target, { now }), 1);
  }
  const gone = before.filter((name) => join(dir.path, name) === old);
  assert.equal(gone.length, 1);
  assert.deepEqual(await namesIn(dir.path), before.filter((name) => !gone.includes(name)));
  assert.equal(await sweepTempFiles(target, { now, olderThanMs: 0 }), 2);
  await assert.rejects(Deno.lstat(fresh), Deno.errors.NotFound);
  await Deno.lstat(other);
});

Deno.test("sweepDirectory() removes the temporary files of all targets, but for those in use", async () => {
  await using dir = await tempDirectory();
  const [a, b, live] = ["a.json", "b.json", "c.json"].map((name) => tempFilePath(join(dir.path, name)));
  const others = [".a.json.tmp", ".atmos-ecr.tmp", "a.json", ".a.json.1.x.atmos-ecr.tmp"];
  for (const path of [a, b, live, ...others.map((name) => join(dir.path, name))]) {
    await Deno.writeTextFile(path ?? "", "secret");
  }
  using _live = trackTempFile(live ?? "");
  assert.equal(await sweepDirectory(dir.path, { olderThanMs: 0 }), 2);
  assert.deepEqual(
    await namesIn(dir.path),
    [...others, (live ?? "").slice(dir.path.length + 1)].toSorted(),
  );
});

Deno.test("a file that vanishes or cannot be looked at does not end a sweep", async () => {
  await using dir = await tempDirectory();
  const paths = ["a.json", "b.json", "c.json"].map((name) => tempFilePath(join(dir.path, name)));
  for (const path of paths) await Deno.writeTextFile(path, "secret");
  const { lstat } = Deno;
  let looks = 0;
  // As if another process had renamed the first one, in whichever order the system lists them.
  const failOnce: typeof lstat = (path) =>
    ++looks === 1 ? Promise.reject(new Deno.errors.NotFound("renamed")) : lstat(path);
  using _restored = { [Symbol.dispose]: () => void Object.assign(Deno, { lstat }) };
  Object.assign(Deno, { lstat: failOnce });
  assert.equal(await sweepDirectory(dir.path, { olderThanMs: 0 }), 2);
});

Deno.test("sweepTempFiles() is quiet about a directory that it cannot read", async () => {
  await using dir = await tempDirectory();
  assert.equal(await sweepTempFiles(join(dir.path, "no/such/file")), 0);
});
