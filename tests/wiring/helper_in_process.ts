import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import type { Network } from "../../src/adapters/http/network.ts";
import { systemDeadlines } from "../../src/adapters/system/system_deadlines.ts";
import type { CredentialPorts } from "../../src/app/credential/get_credential.ts";
import { tokenDirectory } from "../../src/domain/files/app_directories.ts";
import type { Environment } from "../../src/ports/process.ts";
import { helperSource } from "../../src/wiring/helper_fetch.ts";
import { pinSide } from "../../src/wiring/pins.ts";

/**
 * The helper's adapters with an environment of their own, as in `helper_miss.ts`, and its source of tokens, in this process.
 *
 * @param kubelet Whether the kubelet calls.
 */
export function helperPorts(environment: Environment, network: Network, kubelet = false): CredentialPorts {
  const clock = (): Date => new Date();
  const pins = pinSide(environment);
  const cache = new TokenFileCache(tokenDirectory(environment), clock);
  return {
    ...pins,
    clock,
    cache,
    locks: cache,
    deadlines: systemDeadlines(new AbortController().signal),
    source: (pin) => helperSource(pin, { ...pins, clock, kubelet, network, embedded: true }),
  };
}
