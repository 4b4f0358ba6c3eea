import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { environmentLoginNotes } from "../../domain/docker/environment_logins.ts";
import { HELPER_SUFFIX, helperProgram, registerHelper } from "../../domain/docker/our_helper.ts";
import { DockerError } from "../../domain/errors/errors.ts";
import { requireKeptPin } from "../../domain/helper/pin_conflict.ts";
import { pinFinder } from "../../domain/helper/registry_pin.ts";
import type { Target } from "../../domain/login/target.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { pinProver } from "../pins/prove_pin.ts";
import {
  readWiring,
  registrationChanges,
  type RegistrationPlan,
  type RegistrationPorts,
} from "./helper_registration.ts";
import { type PlannedRegistry, planPin, type PlanPinOptions } from "./plan_pin.ts";

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
 */
export async function planInstall(
  targets: readonly Target[],
  loaded: LoadedAuth | undefined,
  options: InstallOptions,
): Promise<RegistrationPlan> {
  const { ports, force, pinOnly = false } = options;
  const before = await readWiring(ports);
  const plan = { before, find: pinFinder(before.pins), options, prove: pinProver(ports) };
  const registries: PlannedRegistry[] = [];
  for (const target of targets) registries.push(await planPin(target, loaded, plan));
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
    notes: [
      ...registries.flatMap(({ notes }) => notes ?? []),
      ...(pinOnly ? [] : [
        ...before.document.unreadNotes,
        ...environmentLoginNotes(ports.environment, hosts, "the credential helper"),
      ]),
    ],
    changes: registrationChanges(before, after, ports),
    async apply(): Promise<void> {
      if (hosts.length === 0) return;
      if (after.document !== before.document) await ports.docker.checkWritable();
      await ports.docker.exclusively(async () => {
        for (const { target, kept } of registries) {
          if (kept !== undefined) requireKeptPin(kept, await ports.pins.find(target.registry));
        }
        if (added.length > 0) await ports.pins.set(added, before.pins);
        if (pinOnly) return;
        await ports.docker.update((text) =>
          registerHelper(DockerConfigDocument.parse(text, ports.docker.path), hosts, force).text
        );
      });
    },
  };
}
