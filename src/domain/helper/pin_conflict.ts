import { DockerError } from "../errors/errors.ts";
import { pinLabel, pinPlaces, type RegistryPin } from "./registry_pin.ts";

/** The error for using a registry with another principal than the pinned one. @param host As requested. */
export function pinnedOtherwise(host: string, pin: RegistryPin): DockerError {
  return new DockerError(
    "DOCKER_PIN_CONFLICT",
    `Cannot log in to ${host}: it is pinned to ${pinSubject(pin)}`,
    {
      hint: `Run \`atmos-ecr docker install --repin ${host}\` here to pin it to this one`,
    },
  );
}

/** A pin's principal and place in messages: `identity "dev" of "/home/me/infra/atmos.yaml"`. */
export function pinSubject(pin: RegistryPin): string {
  const label = pin.kind === "identity" ? `identity "${pin.identity}"` : pinLabel(pin);
  const place = pinPlaces(pin).at(-1);
  return place === undefined ? label : `${label} of "${place}"`;
}
