import { pathIn } from "../../domain/files/app_directories.ts";
import { decodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { canonicalHost } from "../../domain/registry/same_registry.ts";
import type { PinReader } from "../../ports/state.ts";
import { readUpTo } from "../fs/private_read.ts";

/** Far more than a pin with a configuration of many sources. */
const MAX_PIN_BYTES = 256 * 1024;

/** The name of the file of a pin, in a directory of pins. */
export function pinFileName(host: string): string {
  return `${host}.json`;
}

/** What stands where the pin of a registry is looked for. */
export type PinFile =
  | { readonly kind: "absent" }
  | { readonly kind: "pin"; readonly pin: RegistryPin }
  /** The state says why it cannot be used, as the end of a sentence. */
  | {
    readonly kind: "refused";
    readonly path: string;
    readonly state: string;
    /** Whether it is the directory that is at fault, so that a new pin in it would be no better. */
    readonly isDirectory: boolean;
  };

/** Write permission of group and others. */
const OTHERS_WRITE = 0o022;

/** The state of what this user may not open. */
export const PERMISSION_DENIED = "permission denied";

/**
 * Reads the pin of a host in a directory of pins. Its owner, and that of the directory, must be this user, root, or whoever owns the
 * directory above, which is Docker's own; nobody else may write to them. Everybody may read them: a pin that root has baked into an
 * image is good for every user.
 *
 * Without promises and without `node:` modules: this is on the way to a warm answer.
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
    // Opening a pipe would wait for whoever writes to it.
    if (!found.isFile) return refused("it is not a file");
    using file = Deno.openSync(path);
    const info = file.statSync();
    if (!info.isFile) return refused("it is not a file");
    const fault = faultOf(info, owners);
    if (fault !== undefined) return refused(fault);
    if (info.size > MAX_PIN_BYTES) return refused("it is too large");
    const decoded = decodePin(host, new TextDecoder().decode(readUpTo(file, info.size)));
    return decoded.kind === "pin" ? decoded : refused(decoded.state);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "absent" };
    if (error instanceof Deno.errors.NotADirectory) return { kind: "absent" };
    if (error instanceof Deno.errors.PermissionDenied) return refused(PERMISSION_DENIED);
    return refused(`the system refuses (${error instanceof Error ? error.name : "unknown"})`);
  }
}

/** What is wrong with a directory of pins, as the end of a sentence; undefined when nothing is, or there is none. */
export function directoryFault(directory: string): string | undefined {
  try {
    return faultOf(Deno.statSync(directory), trustedOwners(directory));
  } catch {
    return undefined;
  }
}

/** Who may have written pins: this user, root, and the owner of the directory above. */
function trustedOwners(directory: string): readonly (number | null)[] {
  // Its paths have another separator, and its files no owners.
  if (Deno.build.os === "windows") return [];
  return [Deno.uid(), 0, Deno.statSync(directory.slice(0, directory.lastIndexOf("/")) || "/").uid];
}

function faultOf({ uid, mode }: Deno.FileInfo, owners: readonly (number | null)[]): string | undefined {
  if (Deno.build.os === "windows") return undefined;
  if (!owners.includes(uid)) return "it belongs to another user";
  return ((mode ?? 0) & OTHERS_WRITE) === 0 ? undefined : "other users can write to it";
}

/** The directories in which pins are looked for; undefined for none. They need not exist. */
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

  /** The file of a registry's pin in the first directory that has one. */
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
