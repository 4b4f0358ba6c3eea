import { join } from "node:path";
import { programUnderTest, type Sandbox } from "./sandbox.ts";

/** What a program that a test needs is missing for. */
const REQUIRED = Deno.env.get("ATMOS_ECR_E2E") === "required";

/** Whether a program is installed. A test may leave itself out without it, unless `ATMOS_ECR_E2E=required` says that all are there. */
export async function isInstalled(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, { args: ["--version"], stdin: "null", stdout: "null", stderr: "null" })
      .output();
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
  await Deno.writeTextFile(join(bin, "atmos-ecr"), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return `${bin}:${Deno.env.get("PATH") ?? ""}`;
}

/** What to type, and where. */
export interface Typing {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The keys, all of which are sent at once: a terminal keeps them until they are read. */
  readonly keys: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Whether pseudo-terminals can be had: by `script` of util-linux, which knows `-e`. */
export async function hasTerminals(): Promise<boolean> {
  return Deno.build.os === "linux" && await isInstalled("script");
}

/**
 * Runs a program in a pseudo-terminal of its own and types.
 *
 * @returns Its exit code, and everything that the terminal showed, control sequences included.
 */
export async function typeInto(
  sandbox: Sandbox,
  { command, keys, columns = 80, env }: Typing,
): Promise<{ readonly code: number; readonly screen: string }> {
  const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const child = new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", `stty cols ${columns} rows 40; exec ${line}`, "/dev/null"],
    cwd: sandbox.project,
    clearEnv: true,
    env: sandbox.environment({ TERM: "xterm-256color", SHELL: "/bin/sh", ...env }),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(keys));
  const { code, stdout } = await child.output();
  await writer.abort().catch(() => {});
  return { code, screen: new TextDecoder().decode(stdout) };
}
