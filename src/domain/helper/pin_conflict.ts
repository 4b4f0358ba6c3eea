import { DockerError } from "../errors/errors.ts";
import { isSameDefinition } from "../identity/definition.ts";
import { encodePin } from "./pin_format.ts";
import { pinLabel, pinPlaces, type RegistryPin } from "./registry_pin.ts";
import { installCommand } from "./words.ts";

/**
 * The error for using a registry with another principal than the pinned one.
 *
 * @param host As requested.
 * @param wanted The pin to the principal of the login.
 */
export function pinnedOtherwise(host: string, pin: RegistryPin, wanted: RegistryPin): DockerError {
  // A configuration may link the registry to an identity.
  const where = wanted.kind === "environment" ? " outside of a project" : "";
  return new DockerError(
    "DOCKER_PIN_CONFLICT",
    `Cannot log in to ${host}: it is pinned to ${pinSubject(pin)}`,
    { hint: `Run \`${installCommand(wanted)} --repin\`${where} to pin it to this one` },
  );
}

/** A pin's principal and place in messages: `identity "dev" of "/home/me/infra/atmos.yaml"`. */
export function pinSubject(pin: RegistryPin): string {
  const label = pin.kind === "identity" ? `identity "${pin.identity}"` : pinLabel(pin);
  const place = pinPlaces(pin).at(-1);
  return place === undefined ? label : `${label} of "${place}"`;
}

/**
 * Fails for a pin that another process added after the existing pins were read, unless it is to the same principal.
 *
 * @param pin The pin to write.
 * @param current The existing pin of the same registry.
 * @param known The existing pins as they were read.
 * @throws {DockerError} `DOCKER_PIN_CONFLICT`.
 */
export function requireKnownPin(
  pin: RegistryPin,
  current: RegistryPin | undefined,
  known: readonly RegistryPin[] | undefined,
): void {
  if (known === undefined || current === undefined || isSamePin(pin, current)) return;
  if (known.some((one) => encodePin(one) === encodePin(current))) return;
  throw new DockerError(
    "DOCKER_PIN_CONFLICT",
    `Cannot pin ${pin.host}: another process has just pinned it to ${pinSubject(current)}`,
    { hint: "Run the command again" },
  );
}

/**
 * Fails if another process has removed or replaced a pin since it was read, so that no helper is registered without it.
 *
 * @param kept The pin as it was read.
 * @param current The pin of the same registry now.
 * @throws {DockerError} `DOCKER_PIN_CONFLICT`.
 */
export function requireKeptPin(kept: RegistryPin, current: RegistryPin | undefined): void {
  if (current !== undefined && encodePin(current) === encodePin(kept)) return;
  throw new DockerError(
    "DOCKER_PIN_CONFLICT",
    `Cannot keep the pin for ${kept.host}: another process has just ${
      current === undefined ? "removed it" : `pinned it to ${pinSubject(current)}`
    }`,
    { hint: "Run the command again" },
  );
}

function isSamePin(a: RegistryPin, b: RegistryPin): boolean {
  if (encodePin(a) === encodePin(b)) return true;
  return a.definition !== undefined && b.definition !== undefined &&
    isSameDefinition(a.definition, b.definition) && keyFileOf(a) === keyFileOf(b);
}

function keyFileOf(pin: RegistryPin): string | undefined {
  return pin.kind === "environment" ? undefined : pin.credentialsFile;
}
