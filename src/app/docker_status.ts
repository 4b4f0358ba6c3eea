import { type DockerAnswer, dockerAnswer } from "../domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../domain/docker/docker_config_document.ts";
import { ecrHosts } from "../domain/docker/ecr_hosts.ts";
import type { Problem } from "../domain/config/problem.ts";
import { definedFields } from "../domain/auth/defined_fields.ts";
import { passwordExpiry } from "../domain/token/password_expiry.ts";
import { type IdentityPin, pinLabel, type RegistryPin } from "../domain/helper/registry_pin.ts";
import { parseRegistry } from "../domain/registry/parse_registry.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { Clock } from "../ports/clock.ts";
import type { ConfigFileReport, ConfigSelection, Configurations } from "../ports/configurations.ts";
import type { DockerConfigStore } from "../ports/docker_config_store.ts";
import type { HelperPrograms } from "../ports/helper_programs.ts";
import type { TokenReader } from "../ports/token_cache.ts";
import { checkPin } from "./check_pin.ts";
import { configuredTargets, targetOfRegistry } from "./configured_targets.ts";
import { dockerNotes } from "./docker_notes.ts";
import { type FindPinPorts, findRegistryPin } from "./find_pin.ts";
import { foreseen } from "./foreseen.ts";
import { locateCredential, type LocatedCredential, type LocatePorts } from "./locate_credential.ts";
import { ourHelpers } from "./our_helpers.ts";

/** What is looked at. Nothing of it asks the network. */
export interface StatusPorts extends LocatePorts, FindPinPorts {
  readonly configurations: Configurations;
  readonly configSelection: ConfigSelection;
  readonly docker: DockerConfigStore;
  readonly programs: HelperPrograms;
  /** The configuration of a pin, read as the helper reads it. */
  pinned(pin: IdentityPin): Configurations;
  readonly tokens: TokenReader;
  readonly clock: Clock;
}

/** How Docker stands with one registry. */
export interface RegistryStatus {
  readonly registry: Registry;
  readonly answer: DockerAnswer;
  /**
   * With this program's answer, whose it is: that of the pin, undefined for the environment's credentials. Otherwise, whom the
   * configuration links to the registry.
   */
  readonly identity?: string;
  /**
   * When the answer ends: the helper's cached token, never one that has ended already, or the login in the file, which Docker goes on
   * sending after its end. Undefined when there is none, or nobody can tell.
   */
  readonly expiresAt?: Date;
}

/** How Docker stands with registries. */
export interface DockerStatus {
  readonly registries: readonly RegistryStatus[];
  readonly files: readonly ConfigFileReport[];
  readonly problems: readonly Problem[];
  /** What else the user should know, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Tells who answers Docker for each registry, in whose name and until when.
 *
 * @param hosts As typed, shown in this order; when empty, every registry that is configured, pinned, or named in Docker's
 * configuration, sorted by host.
 * @throws {RegistryError} `REGISTRY_INVALID`.
 * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE`.
 * @throws {EnvironmentError} `STATE_UNUSABLE` when the pins cannot be read.
 */
export async function dockerStatus(hosts: readonly string[], ports: StatusPorts): Promise<DockerStatus> {
  const named = uniqueRegistries(hosts.map((host) => parseRegistry(host)));
  const document = DockerConfigDocument.parse(await ports.docker.read(), ports.docker.path);
  const pins = await ports.pins.all();
  const { targets, files, problems } = await configuredTargets(ports.configurations, ports.configSelection);
  const ours = await ourHelpers(document, ports.programs);
  const registries = named.length > 0 ? named : uniqueRegistries([
    ...targets.map(({ registry }) => registry),
    ...pins.map(({ host }) => parseRegistry(host)),
    ...ecrHosts(document),
  ]).toSorted((a, b) => a.host < b.host ? -1 : 1);
  const statuses: RegistryStatus[] = [];
  const notes = dockerNotes(document, ports.environment);
  for (const registry of registries) {
    const answer = dockerAnswer(document, registry.host, ours);
    if (!answer.isOurs) {
      const identity = targetOfRegistry(targets, registry)?.identity;
      const { login } = answer;
      statuses.push({
        registry,
        answer,
        ...definedFields({ identity, expiresAt: login && passwordExpiry(login.password) }),
      });
      continue;
    }
    const pin = await findRegistryPin(registry, ports);
    if (pin !== undefined) notes.push(...await pinNotes(pin, ports));
    const key = await locateQuietly(registry, pin, ports);
    const end = key === undefined ? undefined : (await ports.tokens.read(key.key))?.token?.expiresAt;
    const expiresAt = end !== undefined && end > ports.clock() ? end : undefined;
    statuses.push({
      registry,
      answer,
      ...definedFields({ identity: pin === undefined ? undefined : pinLabel(pin), expiresAt }),
    });
  }
  return { registries: statuses, files, problems, notes };
}

/** Where the token of a registry is; undefined where the pinned configuration does not tell. */
export async function locateQuietly(
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: LocatePorts,
): Promise<LocatedCredential | undefined> {
  try {
    return await locateCredential(registry, pin, ports);
  } catch (error) {
    foreseen(error);
    return undefined;
  }
}

/** What keeps the helper from renewing a login, or makes it log in as somebody else than the configuration says by now. */
async function pinNotes(pin: RegistryPin, ports: StatusPorts): Promise<string[]> {
  const check = await checkPin(pin, ports.pinned);
  switch (check.kind) {
    case "agrees":
      return [];
    case "differs":
      return [`${pin.host} is pinned to "${pinLabel(pin)}", but ${check.state}`];
    case "broken":
      return [`The helper cannot log in to ${pin.host} any more. ${check.error.message}`];
  }
}

function uniqueRegistries(registries: readonly Registry[]): Registry[] {
  return [...new Map(registries.map((registry) => [registry.host, registry])).values()];
}
