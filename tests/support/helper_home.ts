import { join } from "node:path";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { RegistryPinsFile } from "../../src/adapters/state/registry_pins_file.ts";
import { pinPrincipal, type RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import type { CachedToken } from "../../src/domain/token/cache_entry.ts";
import type { Sandbox } from "./sandbox.ts";

/** The file of pinned registries in a sandbox. */
export function pinsFile(sandbox: Sandbox): string {
  return join(sandbox.home, ".local/state/atmos/ecr/pins.json");
}

/** The directory of cached tokens in a sandbox. */
export function tokensDirectory(sandbox: Sandbox): string {
  return join(sandbox.home, ".cache/atmos/ecr/tokens");
}

/** The pins in a sandbox. */
export function pinsOf(sandbox: Sandbox): RegistryPinsFile {
  return new RegistryPinsFile(pinsFile(sandbox));
}

/** A pin to an identity of the sandbox's own `atmos.yaml`. */
export function projectPin(
  sandbox: Sandbox,
  host: string,
  identity: string,
  integration?: string,
): RegistryPin {
  return {
    host,
    configFiles: [join(sandbox.project, "atmos.yaml")],
    configDirectories: [],
    profiles: [],
    ...(integration === undefined ? {} : { integration }),
    identity,
    realm: "",
    ambient: false,
  };
}

/** Puts a token into the cache of a sandbox, as the helper would have for a pin. */
export async function cacheToken(sandbox: Sandbox, pin: RegistryPin, token: CachedToken): Promise<void> {
  const cache = new TokenFileCache(tokensDirectory(sandbox), () => new Date());
  await cache.write({ registry: parseRegistry(pin.host), principal: pinPrincipal(pin, []) }, {
    host: pin.host,
    principal: pin.identity,
    token,
  });
}

/** A directory on the PATH with programs that do nothing, and the PATH that has it first. */
export async function fakePrograms(sandbox: Sandbox, names: readonly string[]): Promise<string> {
  const directory = join(sandbox.root, "bin");
  await Deno.mkdir(directory, { recursive: true });
  for (const name of names) {
    await Deno.writeTextFile(join(directory, name), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  }
  return `${directory}:${Deno.env.get("PATH")}`;
}
