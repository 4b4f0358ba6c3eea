import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join, relative } from "node:path";
import { programDirectories, programPath } from "../../../src/adapters/process/program_path.ts";
import { runProgram } from "../../../src/adapters/process/run_program.ts";
import { writeProgram } from "../../support/write_program.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

const IS_UNIX = Deno.build.os !== "windows";

Deno.test({
  name: "programDirectories() skips what stands for the working directory, or is below it",
  ignore: !IS_UNIX,
  fn: () => {
    for (const path of [undefined, "", ".", ":", "bin:./x:../x:~/bin"]) {
      deepStrictEqual(programDirectories(path), [], path);
    }
    deepStrictEqual(programDirectories(":/usr/bin:.::/bin:"), ["/usr/bin", "/bin"]);
    deepStrictEqual(programPath("/usr/bin:"), { PATH: "/usr/bin" });
    deepStrictEqual(programPath(undefined), {});
  },
});

Deno.test({
  name: "runProgram() runs nothing in a relative directory of the PATH",
  ignore: !IS_UNIX,
  fn: async () => {
    await using dir = await tempDirectory();
    await writeProgram(join(dir.path, "tool"), "#!/bin/sh\necho $PATH\n");
    const path = relative(Deno.cwd(), dir.path);
    for (const PATH of [path, `${path}:/usr/bin`, `/usr/bin:${path}`]) {
      await rejects(runProgram({ program: "tool", args: [], env: { PATH } }), Deno.errors.NotFound, PATH);
    }
    const ended = await runProgram({ program: "tool", args: [], env: { PATH: `${path}:${dir.path}` } });
    strictEqual(ended.kind === "exit" && ended.stdout, `${dir.path}\n`);
    // A path is not searched.
    strictEqual(
      (await runProgram({ program: join(path, "tool"), args: [], env: { PATH: path } })).kind,
      "exit",
    );
  },
});
