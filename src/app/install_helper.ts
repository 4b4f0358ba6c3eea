import { DockerConfigDocument } from "../domain/docker/docker_config_document.ts";
import { takenError, wire, wiringOf } from "../domain/docker/helper_wiring.ts";
import { HELPER_SUFFIX, helperProgram } from "../domain/docker/our_helper.ts";
import { ConfigError, DockerError } from "../domain/errors/errors.ts";
import { encodePins } from "../domain/helper/pin_format.ts";
import { findPin, type RegistryPin } from "../domain/helper/registry_pin.ts";
import { resolveChain } from "../domain/identity/chain.ts";
import type { Target } from "../domain/login/target.ts";
import { escapeText } from "../domain/text/escape.ts";
import {
  readWiring,
  type WiredRegistry,
  wiringDiff,
  type WiringPlan,
  type WiringPorts,
} from "./helper_wiring.ts";
import { type PinFacts, pinOf } from "./pin_registry.ts";

/** The refusal to send Docker to a program that it would not find. */
export function helperMissing(): DockerError {
  return new DockerError(
    "DOCKER_HELPER_MISSING",
    `Cannot find ${helperProgram(HELPER_SUFFIX)} on the PATH: Docker would go on without a login`,
    { hint: "Let this create it: atmos-ecr docker install --link DIR, with a directory on the PATH" },
  );
}

/**
 * Prepares that Docker asks this program for some registries: first each is pinned, then Docker's configuration is changed. Whoever is
 * interrupted in between has pins that nobody asks for; the other way round, the helper would answer as somebody else.
 *
 * @param facts Where the identities of the targets are configured.
 * @param force Whether to take registries from other helpers.
 * @throws {AtmosEcrError} When a file cannot be used, or a target's identity not be pinned.
 */
export async function planInstall(
  targets: readonly Target[],
  facts: PinFacts,
  { ports, force }: { readonly ports: WiringPorts; readonly force: boolean },
): Promise<WiringPlan> {
  const before = await readWiring(ports);
  const notes: string[] = [];
  const added: RegistryPin[] = [];
  const hosts: string[] = [];
  const registries = targets.map((target): WiredRegistry => {
    const { host } = target.registry;
    const wiring = wiringOf(before.document, host);
    if (wiring === "taken" && !force) {
      return { target, changed: false, error: takenError(before.document, host) };
    }
    const pin = checkedPin(target, facts);
    const existing = pin === undefined
      ? findPin(before.pins, target.registry)
      : before.pins.find((other) => other.host === host);
    hosts.push(host);
    if (pin === undefined && existing !== undefined) {
      notes.push(
        `${host} stays pinned to "${escapeText(existing.identity)}"; to let the environment's ` +
          `credentials answer, run \`atmos-ecr docker uninstall ${existing.host}\` before`,
      );
    }
    const isPinned = pin === undefined || (existing !== undefined && isSamePin(existing, pin));
    if (pin !== undefined && !isPinned) added.push(pin);
    return {
      target: pin === undefined ? pinnedTarget(target, existing) : target,
      changed: wiring !== "ours" || !isPinned,
    };
  });
  const replaced = new Set(added.map(({ host }) => host));
  const after = {
    document: wire(before.document, hosts, force),
    pins: [...before.pins.filter(({ host }) => !replaced.has(host)), ...added],
  };
  return {
    registries,
    notes,
    diff: wiringDiff(before, after, ports),
    async apply(): Promise<void> {
      if (after.document !== before.document) await ports.docker.checkWritable();
      if (added.length > 0) await ports.pins.set(added);
      await ports.docker.update((text) =>
        wire(DockerConfigDocument.parse(text, ports.docker.path), hosts, force).text
      );
    },
  };
}

/** The pin of a target, once it is sure that the helper can use it. */
function checkedPin(target: Target, facts: PinFacts): RegistryPin | undefined {
  if (target.identity === undefined) return undefined;
  resolveChain(facts.auth, target.identity);
  const pin = pinOf(target, facts);
  if (pin === undefined || pin.configFiles.length + pin.configDirectories.length > 0) return pin;
  throw new ConfigError(
    "CONFIG_NOT_FOUND",
    `Cannot pin "${target.registry.host}": the configuration has no file that the helper could read`,
    { hint: "Name one with --config FILE" },
  );
}

function pinnedTarget({ registry }: Target, pin: RegistryPin | undefined): Target {
  if (pin === undefined) return { registry };
  const { identity, integration } = pin;
  return { registry, identity, ...(integration === undefined ? {} : { integration }) };
}

function isSamePin(a: RegistryPin, b: RegistryPin): boolean {
  return encodePins([a]) === encodePins([b]);
}
