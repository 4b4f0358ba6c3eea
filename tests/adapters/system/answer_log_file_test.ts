import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { appendAnswer } from "../../../src/adapters/system/answer_log_file.ts";
import { namesIn, tempDirectory } from "../fs/temp_directory.ts";

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
