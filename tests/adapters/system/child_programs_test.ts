import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ChildPrograms } from "../../../src/adapters/system/child_programs.ts";
import type { Interruption } from "../../../src/adapters/system/interruption.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

/** Signals of this process, which gets none here. */
const NO_SIGNALS = { handOver: () => ({ [Symbol.dispose]: () => {} }) } as unknown as Interruption;
const programs = new ChildPrograms(NO_SIGNALS);
const env = { PATH: Deno.env.get("PATH") ?? "" };

/** What a shell does → its exit code. */
const ENDINGS: Readonly<Record<string, number>> = {
  "exit 7": 7,
  "kill -TERM $$": 143,
  "kill -KILL $$": 137,
  '[ -z "$HOME" ] && [ "$1" = "a b" ]': 0,
};

Deno.test({
  name: "a program ends with its code, or with 128 and its signal, and has only the given variables",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    for (const [script, code] of Object.entries(ENDINGS)) {
      await t.step(script, async () => {
        strictEqual(await programs.run({ program: "sh", args: ["-c", script, "sh", "a b"], env }), code);
      });
    }
  },
});

Deno.test("what cannot be started is distinguished: not there, or not executable", async () => {
  await using directory = await tempDirectory();
  const path = join(directory.path, "atmos.yaml");
  await Deno.writeTextFile(path, "auth: {}\n");
  for (
    const [program, code, exitCode] of [
      ["no-such-program", "PROGRAM_NOT_FOUND", 127],
      ...(Deno.build.os === "windows" ? [] : [[path, "PROGRAM_NOT_EXECUTABLE", 126] as const]),
    ] as const
  ) {
    await rejects(programs.run({ program, args: [], env }), { code, exitCode });
  }
});
