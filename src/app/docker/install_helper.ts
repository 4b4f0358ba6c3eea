import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { takenError, wire, wiringOf } from "../../domain/docker/helper_wiring.ts";
import { HELPER_SUFFIX, helperProgram } from "../../domain/docker/our_helper.ts";
import { ConfigError, DockerError } from "../../domain/errors/errors.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import { findPin, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import type { Target } from "../../domain/login/target.ts";
import { canonicalHost } from "../../domain/registry/same_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import {
  readWiring,
  type WiredRegistry,
  wiringDiff,
  type WiringPlan,
  type WiringPorts,
  type WiringState,
} from "./helper_wiring.ts";
import type { LocatePorts } from "../credential/locate_credential.ts";
import { type PinFacts, pinOf } from "../pins/pin_registry.ts";
import { type ExistingPin, judgeTakeover } from "./take_over_pin.ts";

/** The refusal to send Docker to a program that it would not find. */
export function helperMissing(): DockerError {
  return new DockerError(
    "DOCKER_HELPER_MISSING",
    `Cannot find ${helperProgram(HELPER_SUFFIX)} on the PATH: Docker would go on without a login`,
    { hint: "Let this create it: atmos-ecr docker install --link DIR, with a directory on the PATH" },
  );
}

/** How registries are installed. */
export interface InstallOptions {
  readonly ports: WiringPorts & LocatePorts;
  /** Whether to take registries from other helpers. */
  readonly force: boolean;
  /** Whether to take registries from other pins. */
  readonly repin?: boolean | undefined;
  /** Whether Docker's configuration is left alone: for a kubelet, which asks this program by a configuration of its own. */
  readonly pinOnly?: boolean | undefined;
}

/** What becomes of one registry. */
interface PlannedRegistry extends WiredRegistry {
  /** The pin to write; undefined when none is. */
  readonly pin?: RegistryPin;
  readonly notes?: readonly string[];
}

/**
 * Prepares that Docker gets its credentials for some registries from this program: first each is pinned, then Docker's configuration is
 * changed, under one lock. Whoever is interrupted in between has pins that are not used yet.
 *
 * @param facts Where the identities of the targets are configured.
 * @throws {AtmosEcrError} When a file cannot be used, or a target's identity not be pinned.
 */
export async function planInstall(
  targets: readonly Target[],
  facts: PinFacts,
  options: InstallOptions,
): Promise<WiringPlan> {
  const { ports, force, pinOnly = false } = options;
  const before = await readWiring(ports);
  const registries: PlannedRegistry[] = [];
  for (const target of targets) registries.push(await planRegistry(target, facts, { before, options }));
  const hosts = registries.flatMap(({ target, error }) => error === undefined ? [target.registry.host] : []);
  const added = registries.flatMap(({ pin }) => pin ?? []);
  const replaced = new Set(added.map(({ host }) => host));
  const after = {
    document: pinOnly ? before.document : wire(before.document, hosts, force),
    pins: [...before.pins.filter(({ host }) => !replaced.has(host)), ...added],
    faults: before.faults.filter(({ host }) => host === undefined || !replaced.has(host)),
  };
  return {
    registries,
    notes: registries.flatMap(({ notes }) => notes ?? []),
    diff: wiringDiff(before, after, ports),
    async apply(): Promise<void> {
      if (after.document !== before.document) await ports.docker.checkWritable();
      await ports.docker.exclusively(async () => {
        if (added.length > 0) await ports.pins.set(added);
        if (pinOnly) return;
        await ports.docker.update((text) =>
          wire(DockerConfigDocument.parse(text, ports.docker.path), hosts, force).text
        );
      });
    },
  };
}

async function planRegistry(
  target: Target,
  facts: PinFacts,
  { before, options }: { readonly before: WiringState; readonly options: InstallOptions },
): Promise<PlannedRegistry> {
  const { registry } = target;
  const wiring = options.pinOnly === true ? "ours" : wiringOf(before.document, registry.host);
  if (wiring === "taken" && !options.force) {
    return { target, changed: false, error: takenError(before.document, registry.host) };
  }
  const pin = checkedPin(target, facts);
  const existing = existingPin(registry, before);
  if (existing.kind === "pin" && encodePin(existing.pin) === encodePin(pin)) {
    return { target, changed: wiring !== "ours" };
  }
  const verdict = await judgeTakeover(
    registry,
    { existing, pin, repin: options.repin === true },
    options.ports,
  );
  switch (verdict.kind) {
    case "refused":
      return { target, changed: false, error: verdict.error };
    case "kept":
      return {
        target: pinnedTarget(registry, verdict.pin),
        changed: wiring !== "ours",
        notes: verdict.notes,
      };
    case "taken":
      return { target, changed: true, pin, notes: verdict.notes };
  }
}

function existingPin(registry: Registry, { pins, faults }: WiringState): ExistingPin {
  const fault = faults.find(({ host }) => host === canonicalHost(registry));
  if (fault !== undefined) return { kind: "fault", state: fault.state };
  const pin = findPin(pins, registry);
  return pin === undefined ? { kind: "none" } : { kind: "pin", pin };
}

/** The pin of a target, once it is sure that the helper can use it. */
function checkedPin(target: Target, facts: PinFacts): RegistryPin {
  if (target.identity !== undefined) resolveChain(facts.auth, target.identity);
  const pin = pinOf(target, facts);
  if (pin.kind !== "identity" || pin.configuration.sources.length > 0) return pin;
  throw new ConfigError(
    "CONFIG_NOT_FOUND",
    `Cannot pin "${target.registry.host}": the configuration has no file that the helper could read`,
    { hint: "Name one with --config FILE" },
  );
}

function pinnedTarget(registry: Registry, pin: RegistryPin): Target {
  if (pin.kind !== "identity") return { registry };
  const { identity, integration } = pin;
  return { registry, identity, ...(integration === undefined ? {} : { integration }) };
}
