import { decodePins } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { PinReader } from "../../ports/registry_pins.ts";
import { readPrivateSync } from "../fs/private_read.ts";

/** Some ten thousand registries. */
export const MAX_PINS_BYTES = 4 * 1024 * 1024;

/** Reads pins from one file of the user's own, mode 0600. See `RegistryPinsFile` for the rest. */
export class RegistryPinsReader implements PinReader {
  readonly path: string | undefined;

  /** @param path See `pinsPath`; undefined where there is no home: there are no pins then. The file need not exist. */
  constructor(path: string | undefined) {
    this.path = path;
  }

  // deno-lint-ignore require-await -- the port gives others their time.
  async peek(): Promise<readonly RegistryPin[] | undefined> {
    if (this.path === undefined) return [];
    try {
      const file = readPrivateSync(this.path, MAX_PINS_BYTES);
      if (file.kind === "absent") return [];
      return file.kind === "read" ? decodePins(new TextDecoder().decode(file.bytes)) : undefined;
    } catch {
      return undefined;
    }
  }
}
