import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { shownConfig } from "../../domain/docker/ecr_hosts.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { pathIn } from "../../domain/files/app_directories.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Target } from "../../domain/login/target.ts";
import type { DockerConfigStore } from "../../ports/docker.ts";
import type { PinSurvey, RegistryPins } from "../../ports/state.ts";

/** Where the registration is stored. */
export interface RegistrationPorts {
  readonly docker: DockerConfigStore;
  readonly pins: RegistryPins;
}

/** What to do, or what was done, for one registry. */
export interface WiredRegistry {
  readonly target: Target;
  readonly changed: boolean;
  /** Why it is left unchanged. */
  readonly error?: AtmosEcrError;
}

/** A file before and after, without secrets; undefined if it does not exist. */
export interface TextChange {
  /** The display path. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Planned changes of Docker's configuration and the pins. */
export interface RegistrationPlan {
  readonly registries: readonly WiredRegistry[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
  readonly changes: readonly TextChange[];
  /** Makes the changes. */
  apply(): Promise<void>;
}

/** The current state of both. */
export interface RegistrationState extends PinSurvey {
  readonly document: DockerConfigDocument;
}

/** Reads the current state. */
export async function readWiring({ docker, pins }: RegistrationPorts): Promise<RegistrationState> {
  return { document: DockerConfigDocument.parse(await docker.read(), docker.path), ...await pins.survey() };
}

/** The files that differ between two states. */
export function registrationChanges(
  before: RegistrationState,
  after: RegistrationState,
  ports: RegistrationPorts,
): TextChange[] {
  const hosts = [...new Set([...before.pins, ...after.pins].map(({ host }) => host))].toSorted();
  return [
    ...hosts.map((host) => ({
      path: pathIn(ports.pins.path ?? "atmos-ecr", `${host}.json`),
      before: pinText(before.pins, host),
      after: pinText(after.pins, host),
    })),
    { path: ports.docker.path, before: shownConfig(before.document), after: shownConfig(after.document) },
  ].filter((change) => change.before !== change.after);
}

function pinText(pins: readonly RegistryPin[], host: string): string | undefined {
  const pin = pins.find((one) => one.host === host);
  return pin === undefined ? undefined : encodePin(pin);
}
