import { join } from "node:path";
import { programUnderTest, type Sandbox } from "./sandbox.ts";
import { writeProgram } from "./write_program.ts";

/** What a program that a test needs is missing for. */
const REQUIRED = Deno.env.get("ATMOS_ECR_E2E") === "required";

/** Whether a program is installed. A test may leave itself out without it, unless `ATMOS_ECR_E2E=required` says that all are there. */
export async function isInstalled(program: string): Promise<boolean> {
  try {
    const child = new Deno.Command(program, {
      args: ["--version"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    // That it starts is enough: the AWS CLI takes half a second to its end.
    if (Deno.build.os !== "windows") child.kill("SIGKILL");
    await child.status;
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (REQUIRED) throw new Error(`Cannot test with ${program}: it is not installed`);
    Deno.stderr.writeSync(new TextEncoder().encode(`NOT TESTED with ${program}: it is not installed\n`));
    return false;
  }
}

/** Puts the program under test on a PATH of the sandbox, by its name. @returns The PATH. */
export async function installProgram(sandbox: Sandbox): Promise<string> {
  const bin = join(sandbox.root, "bin");
  await Deno.mkdir(bin, { recursive: true });
  const command = programUnderTest().map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  await writeProgram(join(bin, "atmos-ecr"), `#!/bin/sh\nexec ${command} "$@"\n`);
  return `${bin}:${Deno.env.get("PATH") ?? ""}`;
}
