import { dirname, join, resolve } from "node:path";
import { HELPER_SUFFIX, helperProgram } from "../../domain/docker/our_helper.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { HelperLink, HelperLinks } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import { failureState } from "../fs/file_error.ts";
import { ifExists } from "../fs/system_error.ts";
import { isOnPath, isWritable, ownProgramDirectory } from "./path_directories.ts";
import { isOwnProgram } from "./helper_programs_on_path.ts";
import { commandLauncher, LAUNCHER_MARK, type OwnProgram, shellLauncher } from "./own_program.ts";

const EXECUTABLE = 0o755;

/**
 * Creates a link to the executable or, for a program run from source, a launcher script. On Windows, where symbolic links require a
 * privilege, the link is a hard link, or a copy on another volume.
 */
export class HelperLinkFiles implements HelperLinks {
  readonly #own: OwnProgram;
  readonly #environment: Environment;
  readonly #windows: boolean;

  /**
   * @param environment Its `PATH` is assumed to be Docker's.
   * @param windows Whether to behave as on Windows. @default {Deno.build.os === "windows"}
   */
  constructor(own: OwnProgram, environment: Environment, windows: boolean = Deno.build.os === "windows") {
    this.#own = own;
    this.#environment = environment;
    this.#windows = windows;
  }

  get #name(): string {
    const extension = this.#own.kind === "executable" ? ".exe" : ".cmd";
    return helperProgram(HELPER_SUFFIX) + (this.#windows ? extension : "");
  }

  async defaultDirectory(): Promise<string | undefined> {
    const own = await ownProgramDirectory(this.#environment);
    if (own !== undefined) return own;
    const directory = await this.#directoryOnPath();
    return directory !== undefined && await isWritable(directory) ? directory : undefined;
  }

  async manualCommand(): Promise<string | undefined> {
    const directory = await this.#directoryOnPath();
    if (directory === undefined || this.#windows || this.#own.kind !== "executable") return undefined;
    return `sudo ln -s ${shellWord(this.#own.path)} ${shellWord(join(directory, this.#name))}`;
  }

  /** The executable's own directory, if it is on the PATH. */
  async #directoryOnPath(): Promise<string | undefined> {
    if (this.#own.kind !== "executable") return undefined;
    const directory = dirname(this.#own.path);
    return await isOnPath(directory, this.#environment) ? directory : undefined;
  }

  async check(directory: string): Promise<HelperLink> {
    if (!await isOnPath(directory, this.#environment)) {
      throw new UsageError(
        `Cannot create the helper in "${directory}": it is not on the PATH, and Docker would not find it`,
        { hint: "Add it to Docker's PATH, or pass --link a directory that is on it" },
      );
    }
    const info = await ifExists(Deno.stat(directory)).catch(() => null);
    if (info === null || info?.isDirectory === false) {
      throw new UsageError(`Cannot create the helper in "${directory}": it is not a directory`, {
        hint: "Pass --link a directory that is on the PATH",
      });
    }
    const path = join(resolve(directory), this.#name);
    if (await ifExists(Deno.lstat(path)) === undefined) return { path, changed: true };
    if (await isOwnProgram(path, this.#own)) return { path, changed: false };
    if (this.#own.kind === "source" && await isLauncher(path)) return { path, changed: true };
    throw new UsageError(`Cannot create "${path}": it already exists, and is not this program`, {
      hint: "Remove it if it is not needed, or pass --link another directory",
    });
  }

  async create(directory: string): Promise<HelperLink> {
    const link = await this.check(directory);
    if (!link.changed) return link;
    try {
      await Deno.mkdir(resolve(directory), { recursive: true });
      if (this.#own.kind === "source") {
        await writeLauncher(link.path, this.#windows ? commandLauncher(this.#own) : shellLauncher(this.#own));
      } else if (!this.#windows) await Deno.symlink(this.#own.path, link.path);
      else await linkOrCopy(this.#own.path, link.path);
      return link;
    } catch (error) {
      const isThere = error instanceof Deno.errors.AlreadyExists;
      const now = isThere ? await this.check(directory) : link;
      // Another process was faster.
      if (!now.changed) return now;
      const state = failureState(error);
      if (state === undefined) throw error;
      throw new UsageError(`Cannot create "${link.path}": ${state}`, {
        hint: "Pass --link a writable directory",
        cause: error,
      });
    }
  }
}

/** Whether a file is a launcher of this program, possibly of another installation, which may be replaced. Links are never followed. */
async function isLauncher(path: string): Promise<boolean> {
  const info = await Deno.lstat(path);
  if (!info.isFile || info.size > 4096) return false;
  return (await Deno.readTextFile(path)).split("\n")[1]?.trimEnd().endsWith(` ${LAUNCHER_MARK}`) === true;
}

async function linkOrCopy(executable: string, path: string): Promise<void> {
  await Deno.link(executable, path).catch(async (error: unknown) => {
    // A copy would overwrite what another process has created.
    if (error instanceof Deno.errors.AlreadyExists) throw error;
    await Deno.copyFile(executable, path);
  });
}

/** A launcher is complete and executable from the moment it exists, and only replaces another launcher. */
async function writeLauncher(path: string, text: string): Promise<void> {
  const temp = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await writeExecutable(temp, text);
    if (await ifExists(Deno.lstat(path)) === undefined) await Deno.link(temp, path);
    else await Deno.rename(temp, path);
  } finally {
    await ifExists(Deno.remove(temp));
  }
}

async function writeExecutable(path: string, text: string): Promise<void> {
  // Only here: each login would wait for this module.
  const { open } = await import("node:fs/promises");
  await using file = await open(path, "wx", EXECUTABLE);
  await file.writeFile(text);
  // By descriptor: the path may lead elsewhere by now, and root would change that file.
  await file.chmod(EXECUTABLE);
}
