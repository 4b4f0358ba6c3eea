/**
 * Runs calls of the program one after the other in one process, as `tests/docs/examples_test.ts` hands them over: a process for each
 * would cost more than all the calls. Between two of them both streams have a NUL, and standard output the exit code before it.
 *
 * @module
 */
import { writeSync } from "node:fs";
import { runCommandLine } from "../../src/wiring/cli.ts";
import type { RunnerCall } from "./runner_call.ts";

const calls: readonly RunnerCall[] = JSON.parse(await Deno.readTextFile(Deno.args[0] ?? ""));
for (const { args, cwd, env } of calls) {
  for (const name of Object.keys(Deno.env.toObject())) if (!(name in env)) Deno.env.delete(name);
  for (const [name, value] of Object.entries(env)) Deno.env.set(name, value);
  Deno.chdir(cwd);
  const code = await runCommandLine(args);
  writeSync(1, `\0${code}\0`);
  writeSync(2, "\0");
}
Deno.exit(0);
