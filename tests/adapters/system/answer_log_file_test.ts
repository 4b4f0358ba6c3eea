import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { appendAnswer } from "../../../src/adapters/system/answer_log_file.ts";
import { IS_ROOT, namesIn, OTHER_USER, tempDirectory } from "../fs/temp_directory.ts";

Deno.test({
  name: "a full log is kept, also if another process renames it first",
  // The user is looked up between opening and writing.
  ignore: process.geteuid === undefined,
  async fn(): Promise<void> {
    await using dir = await tempDirectory();
    const path = join(dir.path, "log");
    const full = `${"x".repeat(1024 * 1024)}\n`;
    await Deno.writeTextFile(path, full, { mode: 0o600 });
    const { geteuid } = process;
    process.geteuid = () => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, "of the other\n", { mode: 0o600 });
      return geteuid?.() ?? 0;
    };
    try {
      appendAnswer(path, "late\n");
    } finally {
      Object.assign(process, { geteuid });
    }
    strictEqual(await Deno.readTextFile(`${path}.1`), `${full}late\n`);
    strictEqual(await Deno.readTextFile(path), "of the other\n");
    await Deno.writeTextFile(path, full);
    appendAnswer(path, "last\n");
    deepStrictEqual(await namesIn(dir.path), ["log.1"]);
  },
});

Deno.test({
  name: "what is no log of this user is left alone, and fails nothing",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using dir = await tempDirectory();
    const target = join(dir.path, "target");
    await Deno.writeTextFile(target, "mine");
    await Deno.symlink(target, join(dir.path, "link"));
    await Deno.mkdir(join(dir.path, "directory"));
    await new Deno.Command("mkfifo", { args: [join(dir.path, "pipe")] }).output();
    const before = await namesIn(dir.path);
    const paths = ["link", "directory", "pipe", "gone/helper.log"].map((name) => join(dir.path, name));
    for (const path of [...paths, "relative.log", "/dev/full"]) {
      await t.step(path, () => appendAnswer(path, "a line\n"));
    }
    strictEqual(await Deno.readTextFile(target), "mine");
    deepStrictEqual(await namesIn(dir.path), before);
    deepStrictEqual(await Deno.stat("relative.log").catch(() => undefined), undefined);
  },
});

Deno.test({
  name: "another user's log is left alone",
  ignore: !IS_ROOT,
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "log");
    await Deno.writeTextFile(path, "theirs\n");
    await Deno.chown(path, OTHER_USER, OTHER_USER);
    appendAnswer(path, "a line\n");
    strictEqual(await Deno.readTextFile(path), "theirs\n");
  },
});

Deno.test("a large log is rotated, and the old one is kept", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "log");
  await Deno.writeTextFile(path, "x".repeat(1024 * 1024));
  appendAnswer(path, "first\n");
  appendAnswer(path, "second\n");
  strictEqual(await Deno.readTextFile(path), "second\n");
  ok((await Deno.readTextFile(`${path}.1`)).endsWith("xfirst\n"));
});
