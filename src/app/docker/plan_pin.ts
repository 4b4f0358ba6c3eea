import { registrationOf, takenError } from "../../domain/docker/our_helper.ts";
import { AtmosEcrError, ConfigError } from "../../domain/errors/errors.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Target } from "../../domain/login/target.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import type { LocatePorts } from "../credential/locate_credential.ts";
import { pinFor, targetOfPin } from "../pins/pin_registry.ts";
import type { PinProver, ProofPorts } from "../pins/prove_pin.ts";
import type { RegistrationState, WiredRegistry } from "./helper_registration.ts";
import { type ExistingPin, judgeTakeover, type TakeoverVerdict } from "./take_over_pin.ts";

/** The plan for one registry. */
export interface PlannedRegistry extends WiredRegistry {
  /** The pin to write. It may exist already: another process may remove it before the plan is applied. */
  readonly pin?: RegistryPin;
  /** The existing pin that the registry keeps, if none is written. */
  readonly kept?: RegistryPin;
  readonly notes?: readonly string[];
}

/** How to plan one registry. */
export interface PlanPinOptions {
  readonly ports: LocatePorts & ProofPorts;
  /** Whether to replace other helpers. */
  readonly force: boolean;
  /** Whether to replace pins to other principals. */
  readonly repin?: boolean | undefined;
  /** Whether to leave Docker's configuration unchanged. */
  readonly pinOnly?: boolean | undefined;
  /** Asks whether a pin may be replaced; never, if absent. */
  readonly prompter?: Prompter | undefined;
}

/**
 * Plans one registry. If it has an error, nothing is changed for it: another helper or pin has the registry, or this program's helper could
 * not use the new pin.
 */
export async function planPin(
  target: Target,
  loaded: LoadedAuth | undefined,
  { before, find, options, prove }: {
    readonly before: RegistrationState;
    /** Finds one of its pins. */
    readonly find: (registry: Registry) => RegistryPin | undefined;
    readonly options: PlanPinOptions;
    readonly prove: PinProver;
  },
): Promise<PlannedRegistry> {
  const { registry } = target;
  const { ports } = options;
  const registration = options.pinOnly === true ? "ours" : registrationOf(before.document, registry.host);
  if (registration === "taken" && !options.force) {
    return { target, changed: false, error: takenError(before.document, registry.host) };
  }
  const pin = await newPin(target, loaded, ports);
  if (pin instanceof AtmosEcrError) return { target, changed: false, error: pin };
  const fault = await prove(registry.host, pin);
  if (fault !== undefined) return { target, changed: false, error: fault };
  const existing = existingPin(registry, before.faults, find(registry));
  if (existing.kind === "pin" && encodePin(existing.pin) === encodePin(pin)) {
    const isOfMachine = before.ofMachine?.includes(canonicalHost(registry)) === true;
    return { target, changed: registration !== "ours", ...(isOfMachine ? { kept: pin } : { pin }) };
  }
  const verdict = await askedVerdict(registry, { existing, pin }, options);
  switch (verdict.kind) {
    case "refused":
      return { target, changed: false, error: verdict.error };
    case "kept":
      return {
        target: targetOfPin(registry, verdict.pin),
        changed: registration !== "ours",
        kept: verdict.pin,
        notes: verdict.notes,
      };
    case "taken":
      return { target, changed: true, pin, notes: verdict.notes };
  }
}

/** The verdict on a takeover; on a terminal, the user decides what would otherwise be rejected. */
async function askedVerdict(
  registry: Registry,
  { existing, pin }: { readonly existing: ExistingPin; readonly pin: RegistryPin },
  { ports, prompter, repin = false }: PlanPinOptions,
): Promise<TakeoverVerdict> {
  const verdict = await judgeTakeover(registry, { existing, pin, repin }, ports);
  if (verdict.kind !== "refused" || prompter?.interactive !== true) return verdict;
  const keep = existing.kind === "pin" ? `keep ${pinSubject(existing.pin)}` : "leave it unchanged";
  const take = `pin it to ${pinSubject(pin)}`;
  const answer = await prompter.choose(`${registry.host}: ${verdict.state}`, [{ name: keep }, {
    name: take,
  }]);
  return answer === take ? await judgeTakeover(registry, { existing, pin, repin: true }, ports) : verdict;
}

function existingPin(
  registry: Registry,
  faults: RegistrationState["faults"],
  pin: RegistryPin | undefined,
): ExistingPin {
  const fault = faults.find(({ host }) => host === canonicalHost(registry));
  if (fault !== undefined) return { kind: "fault", state: fault.state };
  return pin === undefined ? { kind: "none" } : { kind: "pin", pin };
}

/** The pin of a target, or why there can be none. */
async function newPin(
  target: Target,
  loaded: LoadedAuth | undefined,
  ports: LocatePorts,
): Promise<RegistryPin | AtmosEcrError> {
  try {
    const pin = await pinFor(target, loaded, ports);
    if (pin.kind !== "identity" || pin.configuration.sources.length > 0) return pin;
  } catch (error) {
    if (error instanceof AtmosEcrError) return error;
    throw error;
  }
  return new ConfigError(
    "CONFIG_NOT_FOUND",
    `Cannot pin "${target.registry.host}": the helper can read none of its configuration files`,
    { hint: "Specify one with --config FILE" },
  );
}
