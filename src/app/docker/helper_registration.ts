import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { shownConfig } from "../../domain/docker/shown_config.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { encodePin } from "../../domain/helper/pin_format.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Target } from "../../domain/login/target.ts";
import { type TextChange, unifiedDiff } from "../../domain/text/unified_diff.ts";
import type { DockerConfigStore } from "../../ports/docker.ts";
import type { PinSurvey, RegistryPins } from "../../ports/state.ts";

/** What the registration is kept in. */
export interface RegistrationPorts {
  readonly docker: DockerConfigStore;
  readonly pins: RegistryPins;
}

/** What is to be done, or was done, for one registry. */
export interface WiredRegistry {
  readonly target: Target;
  /** Whether anything of it changes. */
  readonly changed: boolean;
  /** Why it is left as it is. */
  readonly error?: AtmosEcrError;
}

/** Changes of Docker's configuration and of the pins that are ready to be made. */
export interface RegistrationPlan {
  readonly registries: readonly WiredRegistry[];
  /** What else the user should know, as sentences. */
  readonly notes: readonly string[];
  /** The changes as a unified diff without secrets; empty where nothing changes. */
  readonly diff: string;
  /** Makes the changes. @throws {AtmosEcrError} What keeps them from being made. */
  apply(): Promise<void>;
}

/** The two files as they are. */
export interface RegistrationState extends PinSurvey {
  readonly document: DockerConfigDocument;
}

/** Reads the two files. @throws {AtmosEcrError} When one of them cannot be used. */
export async function readWiring({ docker, pins }: RegistrationPorts): Promise<RegistrationState> {
  return {
    document: DockerConfigDocument.parse(await docker.read(), docker.path),
    ...await pins.survey(),
  };
}

/** The difference between two states of the files. */
export function registrationDiff(
  before: RegistrationState,
  after: RegistrationState,
  ports: RegistrationPorts,
): string {
  const hosts = [...new Set([...before.pins, ...after.pins].map(({ host }) => host))].toSorted();
  const changes: readonly TextChange[] = [
    ...hosts.map((host) => ({
      path: `${ports.pins.path ?? "atmos-ecr"}/${host}.json`,
      before: pinText(before.pins, host),
      after: pinText(after.pins, host),
    })),
    { path: ports.docker.path, before: shownConfig(before.document), after: shownConfig(after.document) },
  ];
  return changes.map(unifiedDiff).join("");
}

function pinText(pins: readonly RegistryPin[], host: string): string | undefined {
  const pin = pins.find((one) => one.host === host);
  return pin === undefined ? undefined : encodePin(pin);
}
