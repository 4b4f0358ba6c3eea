import { fromFileUrl } from "../../support/module_graph.ts";

/** What a program in a process of its own left behind. */
export interface ChildResult {
  /** What it printed, read as JSON. */
  readonly output: unknown;
  readonly stderr: string;
}

/**
 * Runs a program of this folder with exactly the given variables: the SDK reads those of its process, which the tests of this one
 * must not change.
 *
 * @param input What the program finds as its first argument, as JSON.
 */
export async function runChild(
  program: string,
  input: unknown,
  variables: Readonly<Record<string, string>>,
): Promise<ChildResult> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--quiet",
      `--config=${fromFileUrl("../deno.json")}`,
      fromFileUrl(`adapters/aws/${program}`),
      JSON.stringify(input),
    ],
    clearEnv: true,
    // Where Deno has its packages is no matter of the program.
    env: { DENO_DIR: await denoDirectory(), ...variables },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout);
  return { output: text === "" ? undefined : JSON.parse(text), stderr: decoder.decode(stderr) };
}

let directory: Promise<string> | undefined;

/** The cache of this Deno, which a process without HOME would not find. */
function denoDirectory(): Promise<string> {
  return directory ??= new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output()
    .then(({ stdout }) => JSON.parse(new TextDecoder().decode(stdout)).denoDir);
}
