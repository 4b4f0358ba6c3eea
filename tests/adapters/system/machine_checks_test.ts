import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { authTextFiles, startedHelpers, systemPath } from "../../../src/adapters/system/machine_checks.ts";
import { writeProgram } from "../../support/write_program.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

const IS_WINDOWS = Deno.build.os === "windows";

Deno.test({
  name: "helpers that are there and cannot be started have a reason",
  ignore: IS_WINDOWS,
  fn: async (t) => {
    await using dir = await tempDirectory();
    const rows: readonly (readonly [name: string, text: string, reason: RegExp | undefined])[] = [
      ["binary", "\u0000\u0001no program", /is not executable on this system/],
      ["script", "#!/nowhere/at/all\n", /interpreter or loader is missing/],
      ["wrapper", "#!/bin/sh\nexec /nowhere/at/all\n", /exit code 127/],
      ["one that fails", "#!/bin/sh\nexit 1\n", undefined],
      ["one that works", '#!/bin/sh\n[ "$1" = version ] && echo 1\n', undefined],
    ];
    for (const [name, text, reason] of rows) {
      await t.step(name, async () => {
        const path = join(dir.path, name.replaceAll(" ", "-"));
        await writeProgram(path, text);
        const failure = await startedHelpers.failure(path);
        if (reason === undefined) strictEqual(failure, undefined);
        else match(failure ?? "", reason);
      });
    }
  },
});

Deno.test({
  name: "systemPath() tells what is at a path, behind a link too, and who may read it",
  ignore: IS_WINDOWS,
  fn: async () => {
    await using dir = await tempDirectory();
    const file = join(dir.path, "file");
    await Deno.writeTextFile(file, "");
    await Deno.chmod(file, 0o644);
    const link = join(dir.path, "link");
    await Deno.symlink(file, link);
    const fact = { kind: "file", mode: 0o644, own: true, linkTarget: undefined };
    deepStrictEqual(await systemPath(file), fact);
    deepStrictEqual(await systemPath(link), { ...fact, linkTarget: file });
    strictEqual((await systemPath(dir.path))?.kind, "directory");
    strictEqual(await systemPath(join(dir.path, "nothing")), undefined);
    strictEqual((await systemPath(join(file, "below")))?.kind, "unknown");
  },
});

Deno.test("authTextFiles reads a file, and nothing where there is none", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "auth.json");
  strictEqual(await authTextFiles.read(path), undefined);
  await Deno.writeTextFile(path, "{}");
  strictEqual(await authTextFiles.read(path), "{}");
  strictEqual(await authTextFiles.read(dir.path), undefined);
});
