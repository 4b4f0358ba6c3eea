import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { ecrHosts } from "../docker/ecr_hosts.ts";
import { registrationOf } from "../docker/helper_registration.ts";
import { HELPER_SUFFIX } from "../docker/our_helper.ts";
import { findPin, type RegistryPin } from "../helper/registry_pin.ts";
import { parseHost } from "../registry/parse_host.ts";
import { isSameRegistry } from "../registry/same_registry.ts";
import { type Check, listed, ok, warn } from "./check.ts";

/** Registries that are registered but not pinned, and vice versa. */
export function wiringCheck(document: DockerConfigDocument, pins: readonly RegistryPin[]): Check {
  const registered = ecrHosts(document).filter(({ host }) => registrationOf(document, host) === "ours");
  const unpinned = registered.filter((registry) => findPin(pins, registry) === undefined).map(({ host }) =>
    host
  );
  const unregistered = document.credsStore === HELPER_SUFFIX
    ? []
    : pins.map(({ host }) => host).filter((host) => {
      const pinned = parseHost(host);
      return pinned !== undefined && !registered.some((registry) => isSameRegistry(registry, pinned));
    });
  if (unpinned.length > 0) {
    return warn(
      "wiring",
      `The credential helper is registered, but no identity is pinned, for ${listed(unpinned)}`,
      "Run `atmos-ecr docker install HOST`, or `atmos-ecr docker uninstall HOST`",
    );
  }
  if (unregistered.length > 0) {
    return warn(
      "wiring",
      `An identity is pinned, but the credential helper is not registered, for ${listed(unregistered)}`,
      "Run `atmos-ecr docker install HOST`, or `atmos-ecr docker uninstall HOST`",
    );
  }
  return ok(
    "wiring",
    registered.length === 0 ? "No registries use the credential helper" : "Registered helpers match the pins",
  );
}
