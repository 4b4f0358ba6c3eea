import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { ecrHosts } from "../docker/ecr_hosts.ts";
import { wiringOf } from "../docker/helper_wiring.ts";
import { HELPER_SUFFIX } from "../docker/our_helper.ts";
import { findPin, type RegistryPin } from "../helper/registry_pin.ts";
import { parseHost } from "../registry/parse_host.ts";
import { isSameRegistry } from "../registry/same_registry.ts";
import { type Check, listed, ok, warn } from "./check.ts";

/** Registries that are wired and not pinned, and the other way round. */
export function wiringCheck(document: DockerConfigDocument, pins: readonly RegistryPin[]): Check {
  const wired = ecrHosts(document).filter(({ host }) => wiringOf(document, host) === "ours");
  const unpinned = wired.filter((registry) => findPin(pins, registry) === undefined).map(({ host }) => host);
  const unwired = document.credsStore === HELPER_SUFFIX ? [] : pins.map(({ host }) => host).filter((host) => {
    const pinned = parseHost(host);
    return pinned !== undefined && !wired.some((registry) => isSameRegistry(registry, pinned));
  });
  if (unpinned.length > 0) {
    return warn(
      "wiring",
      `Docker asks this program, and no identity is pinned, so that the environment's credentials answer, for ${
        listed(unpinned)
      }`,
      "If that is not meant, run `atmos-ecr docker install HOST --identity NAME`",
    );
  }
  if (unwired.length > 0) {
    return warn(
      "wiring",
      `An identity is pinned, but Docker does not ask this program, for ${listed(unwired)}`,
      "Run `atmos-ecr docker install HOST`, or `atmos-ecr docker uninstall HOST`",
    );
  }
  return ok("wiring", wired.length === 0 ? "No registry is wired to this program" : "Wiring and pins agree");
}
