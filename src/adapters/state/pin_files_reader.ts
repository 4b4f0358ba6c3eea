import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { canonicalHost } from "../../domain/registry/canonical_host.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { PinReader } from "../../ports/registry_pins.ts";
import { type PinFile, readPinFile } from "./pin_file.ts";

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
