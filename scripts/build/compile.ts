import { join } from "node:path";
import type { Bundle } from "./bundle.ts";
import { PERMISSION_FLAGS } from "./permissions.ts";
import { DenoError, runDeno, type Runtime } from "./run_deno.ts";

/** How an executable is made. */
export interface Compilation {
  /** Where it is put. */
  readonly output: string;
  /** The time of the files in it, in seconds since 1970. */
  readonly time: number;
  /** The platform; that of the runtime in `DENORT_BIN`, or of this machine, when absent. */
  readonly triple?: string;
  /** The compiler, when it is not this Deno. */
  readonly runtime?: Runtime;
}

/**
 * Without V8's code cache: an executable would keep it under a name that can be guessed in the directory for temporary files, where
 * another user of the machine could put code of his own.
 */
const COMPILE = ["compile", "--quiet", "--no-config", "--no-lock", "--no-check", "--no-code-cache"];

/** What Deno says when it cannot get the runtime of a platform. */
const DOWNLOAD_REGEXP = /denort|dl\.deno\.land|error sending request|Failed downloading|download/i;

/**
 * Makes an executable of a bundle.
 *
 * @throws {Error} with the way out, when Deno cannot get the runtime.
 */
export async function compileProgram(
  { chunks }: Pick<Bundle, "chunks">,
  compilation: Compilation,
): Promise<void> {
  const { output, time, triple, runtime } = compilation;
  const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-compile-" });
  try {
    for (const [name, text] of chunks) {
      await Deno.writeTextFile(join(directory, name), text);
      await Deno.utime(join(directory, name), time, time);
    }
    const target = triple === undefined ? [] : ["--target", triple];
    const main = join(directory, "main.js");
    await runDeno([...COMPILE, ...PERMISSION_FLAGS, ...target, "--output", output, main], { runtime });
  } catch (error) {
    throw error instanceof DenoError ? explained(error, triple) : error;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The failure of a compilation, with the way out where the runtime is what is missing. */
export function explained(error: DenoError, triple: string | undefined): Error {
  if (!DOWNLOAD_REGEXP.test(error.stderr)) return error;
  const platform = triple ?? "this platform";
  return new Error(
    `Cannot build for ${platform}: Deno could not get the runtime (denort) that the program is put into. ` +
      `Where its download server is out of reach, set DENORT_BIN to the denort ${Deno.version.deno} of ${platform} ` +
      `and build that platform alone with --target.\n${error.stderr.trim()}`,
    { cause: error },
  );
}
