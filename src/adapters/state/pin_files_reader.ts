import { pathIn } from "../../domain/files/app_directories.ts";
import { decodeText } from "../../domain/files/json_fields.ts";
import { decodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import type { FormerPins, PinReader } from "../../ports/state.ts";
import { readUpTo } from "../fs/private_read.ts";

/** Much larger than a pin with many sources. */
const MAX_PIN_BYTES = 256 * 1024;

/** The name of the file of a pin, in a directory of pins. */
export function pinFileName(host: string): string {
  return `${host}.json`;
}

/** What exists at the place of a registry's pin. */
export type PinFile =
  | { readonly kind: "absent" }
  | { readonly kind: "pin"; readonly pin: RegistryPin }
  /** The state is the reason why it cannot be used, as the end of a sentence. */
  | {
    readonly kind: "refused";
    readonly path: string;
    readonly state: string;
    /** Whether the directory is the cause, so that a new pin in it would not help. */
    readonly isDirectory: boolean;
  };

/** Write permission of group and others. */
const OTHERS_WRITE = 0o022;

/** Stands for no reason: nothing is there. */
const ABSENT = "";

/** The state of a file that this user must not open. */
export const PERMISSION_DENIED = "permission denied";

/**
 * Reads the pin of a host in a directory of pins. Both must be owned by this user, root, or the owner of the parent, which is Docker's
 * directory, and must not be writable by others. They may be readable by everyone: a pin that root has put into an image works for every
 * user.
 *
 * Without promises and `node:` modules: it is used on a cache hit.
 *
 * @param host See `canonicalHost`.
 */
export function readPinFile(directory: string, host: string): PinFile {
  const path = pathIn(directory, pinFileName(host));
  let isDirectory = true;
  const refused = (state: string): PinFile => ({
    kind: "refused",
    path: isDirectory ? directory : path,
    state,
    isDirectory,
  });
  try {
    const owners = trustedOwners(directory);
    const place = faultOf(Deno.statSync(directory), owners);
    isDirectory = false;
    const found = Deno.statSync(path);
    if (place !== undefined) {
      isDirectory = true;
      return refused(place);
    }
    // Opening a pipe would wait for a writer.
    if (!found.isFile) return refused("it is not a file");
    using file = Deno.openSync(path);
    const info = file.statSync();
    if (!info.isFile) return refused("it is not a file");
    const fault = faultOf(info, owners);
    if (fault !== undefined) return refused(fault);
    if (info.size > MAX_PIN_BYTES) return refused("it is too large");
    const decoded = decodePin(host, decodeText(readUpTo(file, info.size)));
    return decoded.kind === "pin" ? decoded : refused(decoded.state);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return blockedPin(directory, path) ?? { kind: "absent" };
    }
    if (error instanceof Deno.errors.PermissionDenied) return refused(PERMISSION_DENIED);
    return refused(`system error (${error instanceof Error ? error.name : "unknown"})`);
  }
}

/**
 * The refusal of a pin that cannot be reached, although something is there: a link whose target is not mounted, or a file in the place of a
 * directory. To use other credentials would ignore a pin.
 */
function blockedPin(directory: string, path: string): PinFile | undefined {
  for (const place of [parentOf(directory), directory, path]) {
    const isDirectory = place !== path;
    const state = blockOf(place, isDirectory);
    // Below it, nothing is there either.
    if (state === ABSENT) return undefined;
    if (state !== undefined) return { kind: "refused", path: place, state, isDirectory };
  }
  return undefined;
}

/** Why a path leads no further, {@linkcode ABSENT} if nothing is there; undefined if it does. */
function blockOf(path: string, isDirectory: boolean): string | undefined {
  try {
    const { isSymlink, isFile } = Deno.lstatSync(path);
    if (isFile && isDirectory) return "it is not a directory";
    if (!isSymlink) return undefined;
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? ABSENT : undefined;
  }
  try {
    return Deno.statSync(path).isFile && isDirectory ? "it is not a directory" : undefined;
  } catch {
    return "it is a link whose target does not exist";
  }
}

function parentOf(directory: string): string {
  return directory.slice(0, Math.max(directory.lastIndexOf("/"), directory.lastIndexOf("\\"))) || "/";
}

/** The problem of a directory of pins, as the end of a sentence; undefined if there is none, or no directory. */
export function directoryFault(directory: string): string | undefined {
  try {
    return faultOf(Deno.statSync(directory), trustedOwners(directory));
  } catch {
    const state = blockOf(directory, true);
    return state === ABSENT ? undefined : state;
  }
}

/** The users who may write pins: this user, root, and the owner of the parent directory. */
function trustedOwners(directory: string): readonly (number | null)[] {
  // Paths on Windows have another separator, and files have no owners.
  if (Deno.build.os === "windows") return [];
  return [Deno.uid(), 0, Deno.statSync(parentOf(directory)).uid];
}

function faultOf({ uid, mode }: Deno.FileInfo, owners: readonly (number | null)[]): string | undefined {
  if (Deno.build.os === "windows") return undefined;
  if (!owners.includes(uid)) return "it is owned by another user";
  return ((mode ?? 0) & OTHERS_WRITE) === 0 ? undefined : "other users can write to it";
}

/** The directories of pins; undefined for none. They need not exist. */
export interface PinDirectories {
  /** See `pinsDirectory`. */
  readonly docker: string | undefined;
  /** See `machinePinsDirectory`. */
  readonly machine: string | undefined;
}

/** Looks up pins by registry, one file each. See `PinFiles` for the rest. */
export class PinFilesReader implements PinReader {
  protected readonly directories: PinDirectories;

  constructor(directories: PinDirectories) {
    this.directories = directories;
  }

  peek(registry: Registry): { readonly pin: RegistryPin | undefined } | undefined {
    const file = this.lookUp(registry);
    return file.kind === "refused" ? undefined : { pin: file.kind === "pin" ? file.pin : undefined };
  }

  /** The file of a registry's pin in the first directory that contains one. */
  protected lookUp(registry: Registry): PinFile {
    const host = canonicalHost(registry);
    const { docker, machine } = this.directories;
    for (const directory of [docker, machine]) {
      if (directory === undefined) continue;
      const file = readPinFile(directory, host);
      if (file.kind !== "absent") return file;
    }
    return { kind: "absent" };
  }
}

/** The file of pins of earlier versions. Without `node:` modules: a cache hit checks for it. */
export class FormerPinsFile implements FormerPins {
  readonly #path: string | undefined;

  /** @param path See `formerPinsPath`; undefined without a home directory. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  exist(): boolean {
    if (this.#path === undefined) return false;
    try {
      Deno.lstatSync(this.#path);
      return true;
    } catch (error) {
      return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
    }
  }

  naming(hosts: readonly string[]): string | undefined {
    if (!this.exist()) return undefined;
    try {
      if (!Deno.statSync(this.#path ?? "").isFile) return this.#path;
      const { pins } = JSON.parse(Deno.readTextFileSync(this.#path ?? ""));
      return hosts.some((host) => Object.hasOwn(pins, host)) ? this.#path : undefined;
    } catch {
      // Damaged or unreadable: it may have named the registry.
      return this.#path;
    }
  }
}
