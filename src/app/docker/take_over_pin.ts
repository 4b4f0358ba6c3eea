import { AtmosEcrError, DockerError } from "../../domain/errors/errors.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type LocatePorts, resolveCacheKey } from "../credential/locate_credential.ts";
import { asExpectedError } from "../expected_error.ts";

/** The existing pin of a registry. */
export type ExistingPin =
  | { readonly kind: "none" }
  | { readonly kind: "pin"; readonly pin: RegistryPin }
  /** A pin that cannot be used. The state is the reason, as the end of a sentence. */
  | { readonly kind: "fault"; readonly state: string };

/** Whether a pin may replace another one. */
export type TakeoverVerdict =
  /** It may. The notes describe what it replaces, as sentences. */
  | { readonly kind: "taken"; readonly notes: readonly string[] }
  /** The existing pin is kept, because no other was requested. */
  | { readonly kind: "kept"; readonly pin: RegistryPin; readonly notes: readonly string[] }
  /** It may not, unless the user agrees. The state is the reason, as the end of a sentence. */
  | { readonly kind: "refused"; readonly state: string; readonly error: DockerError };

/** What to judge. */
interface Takeover {
  readonly existing: ExistingPin;
  readonly pin: RegistryPin;
  readonly repin: boolean;
}

/**
 * Judges whether a registry may be pinned to another principal, by what the pins resolve to, not by names. The same principal may replace a
 * pin, and so may any if the sources of the old pin no longer exist. A host installed for the environment's credentials never replaces a
 * pin.
 */
export async function judgeTakeover(
  registry: Registry,
  { existing, pin, repin }: Takeover,
  ports: LocatePorts,
): Promise<TakeoverVerdict> {
  const { host } = registry;
  if (existing.kind === "none") return { kind: "taken", notes: [] };
  if (existing.kind === "fault") {
    if (pin.kind === "environment" && !repin) {
      return refused(host, `its pin is unusable: ${existing.state}`);
    }
    return { kind: "taken", notes: [`Replacing the unusable pin for ${host}: ${existing.state}`] };
  }
  const old = await resolveCacheKey(registry, existing.pin, ports).catch(asExpectedError);
  const subject = pinSubject(existing.pin);
  if (repin) return { kind: "taken", notes: [`${host} was pinned to ${subject}`] };
  if (pin.kind === "environment" && existing.pin.kind !== "environment") {
    if (old instanceof AtmosEcrError) {
      return refused(host, `it is pinned to ${subject}, which cannot be used: ${old.message}`);
    }
    const notes = [
      `${host} remains pinned to ${subject}; add --repin to pin it to the environment's credentials`,
    ];
    return { kind: "kept", pin: existing.pin, notes };
  }
  if (old instanceof AtmosEcrError && isGone(existing.pin, old)) {
    return {
      kind: "taken",
      notes: [`${host} was pinned to ${subject}, which no longer exists: ${old.message}`],
    };
  }
  const { key } = await resolveCacheKey(registry, pin, ports);
  const isSame = !(old instanceof AtmosEcrError)
    ? isSameDefinition(old.key.definition, key.definition)
    : existing.pin.definition !== undefined && pin.definition !== undefined &&
      isSameDefinition(existing.pin.definition, pin.definition);
  const isSameName = pinSubject(pin) === subject;
  if (!isSame) {
    const before = old instanceof AtmosEcrError ? existing.pin.definition : old.key.definition;
    const apart = isSameName ? difference(before, key.definition) : "";
    return refused(host, `it is pinned to ${subject}${apart}`);
  }
  const moved = isSameName ? [] : [`${host} was pinned to ${subject}, the same principal`];
  return { kind: "taken", notes: moved };
}

/** How principals of the same name differ, after the name of the old one: a file that `--config` names may have another realm. */
function difference(before: Definition | undefined, after: Definition): string {
  const [old, now] = [before, after].map((definition) =>
    definition?.steps.find(({ kind }) => kind === "realm")?.["realm"]
  );
  return typeof old === "string" && typeof now === "string" && old !== now
    ? ` in realm "${old}", not "${now}"`
    : ", but as another principal";
}

/** Whether what a pin refers to no longer exists, so that the helper cannot use it. */
function isGone({ kind }: RegistryPin, { code }: AtmosEcrError): boolean {
  // The profile does not exist; whether it has credentials is determined later, with another code.
  if (kind === "aws-profile") return code === "AWS_CREDENTIALS_MISSING";
  return code === "CONFIG_NOT_FOUND" || code === "IDENTITY_NOT_FOUND" || code === "PROFILE_NOT_FOUND" ||
    code === "PROVIDER_NOT_FOUND";
}

function refused(host: string, state: string): TakeoverVerdict {
  const error = new DockerError("DOCKER_PIN_CONFLICT", `Cannot install the helper for "${host}": ${state}`, {
    hint: "Add --repin to replace the pin",
  });
  return { kind: "refused", state, error };
}
