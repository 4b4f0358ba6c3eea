import { delimiter, isAbsolute, join } from "node:path";
import { helperProgram } from "../../domain/docker/our_helper.ts";
import type { Environment } from "../../ports/environment.ts";
import type { HelperProgram, HelperPrograms } from "../../ports/helper_programs.ts";
import { readBounded } from "../fs/bounded_read.ts";
import { launcherText, type OwnProgram } from "./own_program.ts";

/** What can be a part of a file name and nothing else. */
const SUFFIX_REGEXP = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const EXECUTABLE_BITS = 0o111;
const MAX_LAUNCHER_BYTES = 64 * 1024;

/**
 * Looks for credential helpers on the `PATH`, as Docker does: the first executable file of the name. Directories that are not absolute
 * are passed over, as Go does.
 *
 * Reference: https://pkg.go.dev/os/exec#hdr-Executables_in_the_current_directory
 */
export class HelperProgramsOnPath implements HelperPrograms {
  readonly #environment: Environment;
  readonly #own: OwnProgram;

  constructor(environment: Environment, own: OwnProgram) {
    this.#environment = environment;
    this.#own = own;
  }

  async find(suffix: string): Promise<HelperProgram | undefined> {
    if (!SUFFIX_REGEXP.test(suffix)) return undefined;
    const name = helperProgram(suffix) + (this.#environment.os === "windows" ? ".exe" : "");
    for (const directory of (this.#environment.get("PATH") ?? "").split(delimiter)) {
      const path = join(directory, name);
      if (isAbsolute(directory) && await isExecutable(path)) {
        return { path, own: await isOwnProgram(path, this.#own) };
      }
    }
    return undefined;
  }
}

/** Whether a path leads to this program: a link to its executable, or its launcher. A copy cannot be told. Never fails. */
export async function isOwnProgram(path: string, own: OwnProgram): Promise<boolean> {
  try {
    if (own.kind === "source") {
      const bytes = await readBounded(path, MAX_LAUNCHER_BYTES);
      return new TextDecoder().decode(bytes) === launcherText(own);
    }
    const [file, executable] = await Promise.all([Deno.stat(path), Deno.stat(own.path)]);
    return file.ino !== null && file.ino === executable.ino && file.dev === executable.dev;
  } catch {
    return false;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    return isFile && (mode === null || (mode & EXECUTABLE_BITS) !== 0);
  } catch {
    return false;
  }
}
