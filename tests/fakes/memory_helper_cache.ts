import type { FillPorts } from "../../src/app/credential/fill_cache.ts";
import type { Clock } from "../../src/ports/time.ts";
import { MemoryPrincipals, NO_FORMER_PINS } from "./memory_principals.ts";
import { MemoryRegistryPins } from "./memory_registry_pins.ts";
import { MemoryTokenCache } from "./memory_token_cache.ts";

/** Where the helper keeps what it answers with, in memory: an empty environment, no pins, an empty cache. */
export function memoryHelperCache(
  clock: Clock,
): FillPorts & { readonly pins: MemoryRegistryPins; readonly cache: MemoryTokenCache } {
  return {
    ...new MemoryPrincipals().ports({ get: () => undefined, cwd: "/project", os: "linux" }),
    clock,
    pins: new MemoryRegistryPins(),
    cache: new MemoryTokenCache(clock),
    former: NO_FORMER_PINS,
  };
}
