import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import { configurationKeyText } from "../../domain/helper/resolved_format.ts";
import type { Configurations } from "../../ports/config.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { loadPinned } from "./resolve_pin.ts";

/** Reads the configuration of a pin. Throws as {@linkcode loadPinned}. */
export type PinnedLoader = (pin: IdentityPin) => Promise<LoadedAuth>;

/**
 * Reads the configurations of pins for one command: a configuration that pins share is read once, since there may be hundreds of both, and
 * later changes of its files go unnoticed.
 *
 * @param open See `PinnedConfigurations`.
 * @param integrations The integrations that are needed; default none.
 */
export function pinnedLoader(
  open: (pin: IdentityPin) => Configurations,
  integrations: "all" | readonly string[] = [],
): PinnedLoader {
  const known = new Map<string, Promise<LoadedAuth>>();
  return (pin) => {
    const key = configurationKeyText(pin);
    const loaded = known.get(key) ?? loadPinned(pin, open(pin), integrations);
    known.set(key, loaded);
    return loaded;
  };
}
