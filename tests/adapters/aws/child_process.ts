import { hosted } from "../../support/hosts/hosted.ts";
import { fromFileUrl } from "../../support/module_graph.ts";

/** What a program in a process of its own left behind. */
export interface ChildResult {
  /** What it printed, read as JSON. */
  readonly output: unknown;
  readonly stderr: string;
}

/**
 * Runs a program of this folder with exactly the given variables: the SDK reads those of its process, which the tests of this one
 * must not change. In a host where there is one.
 *
 * @param program Exports `run`, which is given the arguments.
 * @param input What the program finds as its first argument, as JSON.
 */
export async function runChild(
  program: string,
  input: unknown,
  variables: Readonly<Record<string, string>>,
): Promise<ChildResult> {
  const module = fromFileUrl(`adapters/aws/${program}`);
  const args = [JSON.stringify(input)];
  // Where Deno has its packages is no matter of the program.
  const env = { DENO_DIR: await denoDirectory(), TZ: "UTC", ...variables };
  const { stdout, stderr } = await hosted({ module, args, env, cwd: "/" }) ??
    await asProcess(module, args, env);
  return { output: stdout === "" ? undefined : JSON.parse(stdout), stderr };
}

async function asProcess(
  module: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const config = `--config=${fromFileUrl("../deno.json")}`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", config, module, ...args],
    clearEnv: true,
    env,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

let directory: Promise<string> | undefined;

/** The cache of this Deno, which a process without HOME would not find. */
function denoDirectory(): Promise<string> {
  return directory ??= new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output()
    .then(({ stdout }) => JSON.parse(new TextDecoder().decode(stdout)).denoDir);
}
