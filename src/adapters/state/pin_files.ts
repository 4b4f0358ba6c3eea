import { basename, dirname, join } from "node:path";
import { AtmosEcrError, EnvironmentError } from "../../domain/errors/errors.ts";
import { requireKnownPin } from "../../domain/helper/pin_conflict.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { canonicalHost, parseHost, type Registry } from "../../domain/registry/registry.ts";
import type { PinFault, PinSurvey, RegistryPins } from "../../ports/state.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { failureState } from "../fs/file_error.ts";
import { enterDirectory, inheritedOwner, removeFile } from "../fs/guarded_directory.ts";
import { ifExists } from "../fs/system_error.ts";
import { sweepDirectory } from "../fs/temp_files.ts";
import {
  directoryFault,
  type PinDirectories,
  pinFileName,
  PinFilesReader,
  readPinFile,
} from "./pin_files_reader.ts";
import { pinFault, toPinsError, unusablePin } from "./pins_error.ts";

/** Pins are readable by everyone: they contain no secrets, and the users of an image differ. */
const MODES = { directory: 0o755, file: 0o644 } as const;

const PIN_FILE_REGEXP = /^(?<host>[a-z0-9.-]+)\.json$/;

/** Runs work while no other process changes Docker's directory. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/** Pins in a directory beside Docker's `config.json`, one file each, and in a machine-wide directory. */
export class PinFiles extends PinFilesReader implements RegistryPins {
  readonly #exclusively: Exclusively;

  /** @param exclusively Runs changes under the lock of Docker's configuration. */
  constructor(directories: PinDirectories, exclusively: Exclusively) {
    super(directories);
    this.#exclusively = exclusively;
  }

  get path(): string | undefined {
    return this.directories.docker;
  }

  // deno-lint-ignore require-await -- what it throws must reject.
  async find(registry: Registry): Promise<RegistryPin | undefined> {
    const file = this.lookUp(registry);
    if (file.kind === "refused") throw unusablePin(pinFault(canonicalHost(registry), file));
    return file.kind === "pin" ? file.pin : undefined;
  }

  async all(): Promise<readonly RegistryPin[]> {
    const { pins, faults: [fault] } = await this.survey();
    if (fault !== undefined) throw unusablePin(fault);
    return pins;
  }

  async survey(): Promise<PinSurvey> {
    const { docker, machine } = this.directories;
    const hosts = new Set<string>();
    const faults: PinFault[] = [];
    for (const directory of [docker, machine]) {
      if (directory === undefined) continue;
      try {
        for (const host of await hostsIn(directory)) hosts.add(host);
      } catch (error) {
        const failure = toPinsError(directory, error);
        if (!(failure instanceof AtmosEcrError)) throw failure;
        faults.push({
          host: undefined,
          path: directory,
          state: failureState(error) ?? "it cannot be read",
          remedy: failure.hint ?? "",
        });
      }
    }
    const pins: RegistryPin[] = [];
    const ofMachine: string[] = [];
    for (const host of [...hosts].toSorted()) {
      const own = docker === undefined ? undefined : readPinFile(docker, host);
      const isOwn = own !== undefined && own.kind !== "absent";
      const file = isOwn || machine === undefined ? own : readPinFile(machine, host);
      // Another process may have removed it since it was listed.
      if (file === undefined || file.kind === "absent") continue;
      if (!isOwn) ofMachine.push(host);
      if (file.kind === "pin") pins.push(file.pin);
      else faults.push(pinFault(host, file));
    }
    return { pins, faults, ...(ofMachine.length === 0 ? {} : { ofMachine }) };
  }

  async set(pins: readonly RegistryPin[], known?: readonly RegistryPin[]): Promise<boolean> {
    const directory = this.directories.docker;
    if (directory === undefined) {
      throw new EnvironmentError("HOME_NOT_FOUND", "Cannot pin registries: there is no home directory", {
        hint: "Set DOCKER_CONFIG to Docker's directory, or HOME",
      });
    }
    const isCurrent = (pin: RegistryPin): boolean => {
      const file = readPinFile(directory, pin.host);
      return file.kind === "pin" && encodePin(file.pin) === encodePin(pin);
    };
    if (pins.every(isCurrent)) return false;
    return await this.#change(directory, async () => {
      for (const pin of pins) {
        const file = readPinFile(directory, pin.host);
        requireKnownPin(pin, file.kind === "pin" ? file.pin : undefined, known);
      }
      await createDirectory(directory);
      await sweepDirectory(directory, { olderThanMs: 0 });
      for (const pin of pins) {
        if (isCurrent(pin)) continue;
        const path = join(directory, pinFileName(pin.host));
        // The new file must not inherit anything from a link, or from a file with another owner or mode.
        if (readPinFile(directory, pin.host).kind === "refused") await removeFile(path);
        await replaceFile(path, new TextEncoder().encode(encodePin(pin)), { mode: MODES.file });
      }
      return true;
    });
  }

  async remove(hosts: readonly string[]): Promise<boolean> {
    const directory = this.directories.docker;
    if (directory === undefined) return false;
    const paths = [...new Set(hosts.map(canonical))].map((host) => join(directory, pinFileName(host)));
    const present = async (): Promise<string[]> => {
      const found = await Promise.all(paths.map((path) => ifExists(Deno.lstat(path)).catch(() => undefined)));
      return paths.filter((_, index) => found[index] !== undefined);
    };
    if ((await present()).length === 0) return false;
    return await this.#change(directory, async () => {
      const there = await present();
      for (const path of there) await removeFile(path);
      await sweepDirectory(directory, { olderThanMs: 0 });
      return there.length > 0;
    });
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#exclusively(work);
  }

  async #change<T>(directory: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#exclusively(async () => {
        const fault = directoryFault(directory);
        // The mode of this user's own can be corrected.
        if (fault !== undefined && (await ifExists(Deno.stat(directory)))?.uid !== Deno.uid()) {
          throw unusablePin(pinFault(undefined, { path: directory, state: fault, isDirectory: true }));
        }
        return await work();
      });
    } catch (error) {
      throw toPinsError(directory, error);
    }
  }
}

/** The canonical hosts that the files of a directory are named after. */
async function hostsIn(directory: string): Promise<string[]> {
  try {
    const files = await Array.fromAsync(Deno.readDir(directory));
    return files.flatMap(({ name }) => {
      const host = PIN_FILE_REGEXP.exec(name)?.groups?.["host"];
      const registry = host === undefined ? undefined : parseHost(host);
      return host !== undefined && registry !== undefined && canonicalHost(registry) === host ? [host] : [];
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw error;
  }
}

/** Creates the directory of pins, and corrects the mode of this user's own. What root creates belongs to the owner of Docker's directory. */
async function createDirectory(directory: string): Promise<void> {
  using parent = await enterDirectory(dirname(directory));
  const owner = inheritedOwner(undefined, await Deno.stat(parent.path));
  if (parent.makeDirectory !== undefined && owner !== undefined) {
    return parent.makeDirectory(basename(directory), { owner, mode: MODES.directory });
  }
  try {
    await Deno.mkdir(directory, { mode: MODES.directory });
    if (owner !== undefined) await Deno.chown(directory, owner.uid, owner.gid);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    if (directoryFault(directory) === undefined) return;
  }
  // Regardless of the umask.
  if (Deno.build.os !== "windows") await Deno.chmod(directory, MODES.directory);
}

function canonical(host: string): string {
  const registry = parseHost(host);
  return registry === undefined ? host : canonicalHost(registry);
}
