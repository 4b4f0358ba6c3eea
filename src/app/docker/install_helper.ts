import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import {
  HELPER_SUFFIX,
  helperProgram,
  registerHelper,
  registrationOf,
  takenError,
} from "../../domain/docker/our_helper.ts";
import { AtmosEcrError, ConfigError, DockerError } from "../../domain/errors/errors.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import { findPin, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Target } from "../../domain/login/target.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { LocatePorts } from "../credential/locate_credential.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { pinFor, targetOfPin } from "../pins/pin_registry.ts";
import { type PinProver, pinProver, type ProofPorts } from "../pins/prove_pin.ts";
import {
  readWiring,
  registrationChanges,
  type RegistrationPlan,
  type RegistrationPorts,
  type RegistrationState,
  type WiredRegistry,
} from "./helper_registration.ts";
import { type ExistingPin, judgeTakeover, type TakeoverVerdict } from "./take_over_pin.ts";

/** The error for registering a program that Docker would not find. */
export function helperMissing(
  hint =
    "Create it with `atmos-ecr docker install --link`, or with --link DIR in another directory on the PATH",
): DockerError {
  return new DockerError(
    "DOCKER_HELPER_MISSING",
    `Cannot find ${helperProgram(HELPER_SUFFIX)} on the PATH: Docker would continue without credentials`,
    { hint },
  );
}

/** How to install registries. */
export interface InstallOptions extends PlanPinOptions {
  readonly ports: RegistrationPorts & PlanPinOptions["ports"];
}

/**
 * Plans to register this program as the credential helper for some registries: first the pins are written, then Docker's configuration,
 * under one lock. An interruption in between leaves unused pins only.
 *
 * @param loaded The configuration of the targets' identities; undefined if they have none.
 */
export async function planInstall(
  targets: readonly Target[],
  loaded: LoadedAuth | undefined,
  options: InstallOptions,
): Promise<RegistrationPlan> {
  const { ports, force, pinOnly = false } = options;
  const before = await readWiring(ports);
  const prove = pinProver(ports);
  const registries: PlannedRegistry[] = [];
  for (const target of targets) registries.push(await planPin(target, loaded, { before, options, prove }));
  const hosts = registries.flatMap(({ target, error }) => error === undefined ? [target.registry.host] : []);
  const added = registries.flatMap(({ pin }) => pin ?? []);
  const replaced = new Set(added.map(({ host }) => host));
  const after = {
    document: pinOnly ? before.document : registerHelper(before.document, hosts, force),
    pins: [...before.pins.filter(({ host }) => !replaced.has(host)), ...added],
    faults: before.faults.filter(({ host }) => host === undefined || !replaced.has(host)),
  };
  return {
    registries,
    notes: registries.flatMap(({ notes }) => notes ?? []),
    changes: registrationChanges(before, after, ports),
    async apply(): Promise<void> {
      if (hosts.length === 0) return;
      if (after.document !== before.document) await ports.docker.checkWritable();
      await ports.docker.exclusively(async () => {
        if (added.length > 0) await ports.pins.set(added, before.pins);
        if (pinOnly) return;
        await ports.docker.update((text) =>
          registerHelper(DockerConfigDocument.parse(text, ports.docker.path), hosts, force).text
        );
      });
    },
  };
}

/** The plan for one registry. */
export interface PlannedRegistry extends WiredRegistry {
  /** The pin to write; undefined if none is written. */
  readonly pin?: RegistryPin;
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
 *
 * @param loaded The configuration of the identities; undefined if none is needed.
 */
async function planPin(
  target: Target,
  loaded: LoadedAuth | undefined,
  { before, options, prove }: {
    readonly before: RegistrationState;
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
  const existing = existingPin(registry, before);
  if (existing.kind === "pin" && encodePin(existing.pin) === encodePin(pin)) {
    return { target, changed: registration !== "ours" };
  }
  const verdict = await askedVerdict(registry, { existing, pin }, options);
  switch (verdict.kind) {
    case "refused":
      return { target, changed: false, error: verdict.error };
    case "kept":
      return {
        target: targetOfPin(registry, verdict.pin),
        changed: registration !== "ours",
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

function existingPin(registry: Registry, { pins, faults }: RegistrationState): ExistingPin {
  const fault = faults.find(({ host }) => host === canonicalHost(registry));
  if (fault !== undefined) return { kind: "fault", state: fault.state };
  const pin = findPin(pins, registry);
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
