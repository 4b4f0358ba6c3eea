/** A run of Deno that failed. */
export class DenoError extends Error {
  override readonly name = "DenoError";
  /** What it said. */
  readonly stderr: string;

  constructor(args: readonly string[], stderr: string) {
    super(`deno ${args.join(" ")}\n${stderr.trim()}`);
    this.stderr = stderr;
  }
}

/** Another Deno than this one. */
export interface Runtime {
  readonly deno: string;
  /** What executables are made of. */
  readonly denort: string;
}

/**
 * Runs Deno to its end.
 *
 * @param options.runtime This Deno when absent.
 * @param options.cwd Where it runs; here when absent.
 * @throws {DenoError} when it fails.
 */
export async function runDeno(
  args: readonly string[],
  { runtime, cwd }: { readonly runtime?: Runtime | undefined; readonly cwd?: string } = {},
): Promise<void> {
  const { success, stderr } = await new Deno.Command(runtime?.deno ?? Deno.execPath(), {
    args: [...args],
    ...(cwd === undefined ? {} : { cwd }),
    env: { NO_COLOR: "1", ...(runtime === undefined ? {} : { DENORT_BIN: runtime.denort }) },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new DenoError(args, new TextDecoder().decode(stderr));
}

/** Deno's directory for caches. */
export async function denoDirectory(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir }: { readonly denoDir: string } = JSON.parse(new TextDecoder().decode(stdout));
  return denoDir;
}
