import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { OutputTextFiles } from "../../../src/adapters/system/output_text_files.ts";
import { modeOf, tempDirectory } from "../fs/temp_directory.ts";

const files = new OutputTextFiles();

/** What is there before → what is there after "NEW\n" was added. */
const APPENDED: readonly (readonly [string | undefined, string])[] = [
  [undefined, "NEW\n"],
  ["", "NEW\n"],
  ["OLD\n", "OLD\nNEW\n"],
  ["OLD", "OLD\nNEW\n"],
  ["ö", "ö\nNEW\n"],
];

for (const [before, after] of APPENDED) {
  Deno.test(`append() changes ${JSON.stringify(before)} to ${JSON.stringify(after)}`, async () => {
    await using directory = await tempDirectory();
    const path = join(directory.path, "file");
    if (before !== undefined) await Deno.writeTextFile(path, before);
    await files.append(path, "NEW\n");
    strictEqual(await Deno.readTextFile(path), after);
  });
}

Deno.test({
  name: "a new file is private, and an existing one keeps its mode",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using directory = await tempDirectory();
    const [fresh, old] = [join(directory.path, "fresh"), join(directory.path, "old")];
    await Deno.writeTextFile(old, "OLD");
    await Deno.chmod(old, 0o640);
    for (const path of [fresh, old]) await files.replace(path, "NEW\n");
    strictEqual(await Deno.readTextFile(old), "NEW\n");
    strictEqual(await modeOf(fresh), 0o600);
    strictEqual(await modeOf(old), 0o640);
  },
});

Deno.test("an unwritable file is reported", async () => {
  await using directory = await tempDirectory();
  const path = join(directory.path, "none", "file");
  await rejects(files.append(path, "x"), { code: "OUTPUT_UNWRITABLE" });
  await rejects(files.replace(path, "x"), { code: "OUTPUT_UNWRITABLE" });
  await rejects(files.append(directory.path, "x"), { code: "OUTPUT_UNWRITABLE" });
});
