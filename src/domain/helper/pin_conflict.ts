import { DockerError } from "../errors/errors.ts";
import { pinLabel, pinPlaces, type RegistryPin } from "./registry_pin.ts";

/** The refusal to use a registry as another principal than the one that it is pinned to. @param host As it was asked for. */
export function pinnedOtherwise(host: string, pin: RegistryPin): DockerError {
  return new DockerError(
    "DOCKER_PIN_CONFLICT",
    `Cannot log in to ${host}: it is pinned to ${pinSubject(pin)}`,
    {
      hint: `Run \`atmos-ecr docker install --repin ${host}\` here to pin it to this one`,
    },
  );
}

/** A pin's principal with its place, as messages call it: `identity "dev" of "/home/me/infra/atmos.yaml"`. */
export function pinSubject(pin: RegistryPin): string {
  const label = pin.kind === "identity" ? `identity "${pin.identity}"` : pinLabel(pin);
  const place = pinPlaces(pin).at(-1);
  return place === undefined ? label : `${label} of "${place}"`;
}
