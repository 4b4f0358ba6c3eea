import { dirname } from "node:path";
import { decodePins, encodePins } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { RegistryPins } from "../../ports/registry_pins.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { toPinsError, unusablePins } from "./pins_error.ts";
import { MAX_PINS_BYTES, RegistryPinsReader } from "./registry_pins_reader.ts";

type Edit = (pins: readonly RegistryPin[]) => readonly RegistryPin[];

/** Pins in one file of the user's own: mode 0600, written atomically under a lock. */
export class RegistryPinsFile extends RegistryPinsReader implements RegistryPins {
  // deno-lint-ignore require-await -- what it throws must reject.
  async all(): Promise<readonly RegistryPin[]> {
    return this.path === undefined ? [] : read(this.path);
  }

  async set(pins: readonly RegistryPin[]): Promise<boolean> {
    if (this.path === undefined) throw homeless();
    const hosts = new Set(pins.map(({ host }) => host));
    return await update(this.path, (old) => [...old.filter(({ host }) => !hosts.has(host)), ...pins]);
  }

  async remove(hosts: readonly string[]): Promise<boolean> {
    if (this.path === undefined) return false;
    return await update(this.path, (old) => old.filter(({ host }) => !hosts.includes(host)));
  }
}

function read(path: string): readonly RegistryPin[] {
  try {
    const file = readPrivateSync(path, MAX_PINS_BYTES);
    if (file.kind === "absent") return [];
    if (file.kind === "refused") throw unusablePins(path, `it ${file.state}`);
    return parse(path, file.bytes);
  } catch (error) {
    throw toPinsError(path, error);
  }
}

/** Changes the pins under the lock of their file. @returns Whether the file was written. */
async function update(path: string, edit: Edit): Promise<boolean> {
  // Read first: what others may have written must not be taken over.
  const current = read(path);
  if (encodePins(edit(current)) === encodePins(current)) return false;
  try {
    await ensurePrivateDirectory(dirname(path));
    return await updateLocked(path, (bytes) => {
      const pins = bytes === undefined ? [] : parse(path, bytes);
      return new TextEncoder().encode(encodePins(edit(pins)));
    }, { maxBytes: MAX_PINS_BYTES });
  } catch (error) {
    throw toPinsError(path, error);
  }
}

function parse(path: string, bytes: Uint8Array): readonly RegistryPin[] {
  const pins = decodePins(new TextDecoder().decode(bytes));
  if (pins === undefined) throw unusablePins(path, "it is damaged, or of another version");
  return pins;
}

function homeless(): EnvironmentError {
  return new EnvironmentError("HOME_NOT_FOUND", "Cannot pin registries: there is no home directory", {
    hint: "Set HOME, or XDG_STATE_HOME to an absolute path",
  });
}
