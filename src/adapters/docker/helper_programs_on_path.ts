import { join } from "node:path";
import { helperProgram, programFiles } from "../../domain/docker/our_helper.ts";
import type { HelperProgram, HelperPrograms } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import { readBounded } from "../fs/bounded_read.ts";
import { commandLauncher, type OwnProgram, shellLauncher } from "./own_program.ts";
import { pathDirectories } from "./path_directories.ts";

/** What can only be a part of a file name. */
const SUFFIX_REGEXP = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const EXECUTABLE_BITS = 0o111;

/**
 * Searches credential helpers on the `PATH`, as Docker does: the first executable file with the name, not in relative directories.
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
    const isWindows = this.#environment.os === "windows";
    const names = programFiles(helperProgram(suffix), isWindows, this.#environment.get("PATHEXT"));
    for (const directory of pathDirectories(this.#environment)) {
      for (const path of names.map((name) => join(directory, name))) {
        if (await isExecutable(path, isWindows)) return { path, own: await isOwnProgram(path, this.#own) };
      }
    }
    return undefined;
  }
}

/** Whether a path leads to this program: a link to its executable, or its launcher. On Unix, a copy cannot be recognized. Never fails. */
export async function isOwnProgram(path: string, own: OwnProgram): Promise<boolean> {
  try {
    if (own.kind === "source") {
      const bytes = await readBounded(path, 64 * 1024);
      return [shellLauncher(own), commandLauncher(own)].includes(new TextDecoder().decode(bytes));
    }
    const [file, executable] = await Promise.all([Deno.stat(path), Deno.stat(own.path)]);
    if (file.ino !== null) return file.ino === executable.ino && file.dev === executable.dev;
    // On systems without inode numbers, links and copies of the same build agree in these values.
    return file.size === executable.size && file.mtime?.getTime() === executable.mtime?.getTime();
  } catch {
    return false;
  }
}

/** On Windows, only the extension matters: Deno reports a mode there without executable bits. */
async function isExecutable(path: string, isWindows: boolean): Promise<boolean> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    return isFile && (isWindows || mode === null || (mode & EXECUTABLE_BITS) !== 0);
  } catch {
    return false;
  }
}
