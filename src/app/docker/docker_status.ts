import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { type DockerAnswer, dockerAnswer } from "../../domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { ecrHosts, namedHelpers } from "../../domain/docker/ecr_hosts.ts";
import { rejectionSentence } from "../../domain/docker/docker_rejection.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import type { RegistryState } from "../../domain/docker/registry_state.ts";
import { containerAuthWords } from "../../domain/doctor/container_auth_check.ts";
import { isOwnIdentity } from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { isSameRegistry, parseHost, type Registry } from "../../domain/registry/registry.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { AppContext } from "../../ports/context.ts";
import type { DockerConfigStore, HelperPrograms } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import { reportedElsewhere } from "../expected_error.ts";
import { loginEnd, type LoginEndPorts } from "../login/docker_logins.ts";
import { configuredPrincipal } from "../pins/check_pin.ts";
import { configuredTargets, targetOfRegistry } from "../targets/configured_targets.ts";
import { pinnedLoader } from "../pins/pinned_loader.ts";
import { type SelectedTargets, selectionFlags } from "../targets/selection.ts";
import { containerAuthFindings, type ContainerAuthPorts } from "./container_auth.ts";
import { type PinnedStatus, pinnedStatus, type PinnedStatusPorts } from "./pinned_status.ts";

/** What is examined. None of it uses the network. */
export interface StatusPorts
  extends
    PinnedStatusPorts,
    ContainerAuthPorts,
    LoginEndPorts,
    Pick<AppContext, "configurations" | "configSelection" | "pinned" | "programs"> {
  readonly docker: DockerConfigStore;
}

/** Where Docker gets the credentials of one registry. */
export interface RegistryStatus extends Omit<PinnedStatus, "notes"> {
  readonly registry: Registry;
  readonly answer: DockerAnswer;
  /**
   * The pinned identity if this program's helper is used; otherwise the one that the configuration links to the registry. Undefined for the
   * environment's credentials, for a profile, and if there is none.
   */
  readonly identity?: string;
  /**
   * The expiry of the credentials: of a valid cached token of the helper, or of the login in the file, which Docker sends even after it has
   * expired. Undefined if there are none, or if it is unknown.
   */
  readonly expiresAt?: Date;
}

/** Where Docker gets the credentials of registries. */
export interface DockerStatus extends Pick<SelectedTargets, "files" | "problems" | "notes"> {
  readonly registries: readonly RegistryStatus[];
}

/**
 * Reports where Docker gets the credentials of each registry, their principal, and their expiry.
 *
 * @param hosts As typed, shown in this order; if empty, every registry that is configured, pinned, or named in Docker's configuration,
 * sorted by host.
 * @throws {RegistryError} `REGISTRY_INVALID`.
 * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE`.
 */
export async function dockerStatus(hosts: readonly string[], ports: StatusPorts): Promise<DockerStatus> {
  const named = uniqueRegistries(hosts.map((host) => parseRegistry(host)));
  const document = DockerConfigDocument.parse(await ports.docker.read(), ports.docker.path);
  const { pins, faults } = await ports.pins.survey();
  const configured = await configuredTargets(ports, ports.environment.get("ATMOS_IDENTITY"));
  const { targets, files, problems } = configured;
  const ours = await ourHelpers(document, ports.programs);
  const pinnedHosts = [...pins, ...faults].flatMap(({ host }) => parseHost(host ?? "") ?? []);
  const others = [...targets.map(({ registry }) => registry), ...ecrHosts(document)];
  const registries = named.length > 0 ? named : uniqueRegistries([
    // A pin has the plain name; if another name of the registry is known, that one is in use.
    ...pinnedHosts.filter((pinned) => !others.some((other) => isSameRegistry(pinned, other))),
    ...others,
  ]).toSorted((a, b) => a.host < b.host ? -1 : 1);
  const load = pinnedLoader((pin) => ports.pinned(pin), "all");
  const statuses: RegistryStatus[] = [];
  const notes = [...dockerNotes(document, ports.environment), ...await containerAuthNotes(ports)];
  for (const registry of registries) {
    const answer = dockerAnswer(document, registry.host, ours);
    const target = targetOfRegistry(targets, registry);
    if (!answer.isOurs) {
      statuses.push(await otherStatus(registry, answer, { target, ports }));
      continue;
    }
    // A variable is no part of a pin.
    const here = target === undefined || configured.loaded === undefined ||
        !isOwnIdentity(configured.loaded.auth, target)
      ? undefined
      : await configuredPrincipal(target, configured.loaded).catch(reportedElsewhere);
    const { notes: said, ...status } = await pinnedStatus(
      registry,
      { helper: answer.helper ?? "", here, load },
      ports,
    );
    notes.push(...said);
    statuses.push({ registry, answer, ...status });
  }
  return { registries: statuses, files, problems, notes };
}

/**
 * Settings that make Docker ignore its configuration file, as sentences.
 *
 * Reference: `DOCKER_AUTH_CONFIG`, https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go#L41
 */
export function dockerNotes(document: DockerConfigDocument, environment: Environment): string[] {
  return [
    ...((environment.get("DOCKER_AUTH_CONFIG") ?? "") === ""
      ? []
      : ["DOCKER_AUTH_CONFIG is set: its logins take precedence over everything shown here"]),
    ...(document.hasByteOrderMark
      ? [`${document.path} starts with a byte-order mark, which Docker cannot read`]
      : []),
    ...(document.rejection === undefined ? [] : [rejectionSentence(document.path, document.rejection)]),
  ];
}

/**
 * The helper suffixes in Docker's configuration that run this program: its own, and any other name for it on the PATH, such as `ecr-login`
 * to replace amazon-ecr-credential-helper.
 */
export async function ourHelpers(
  document: DockerConfigDocument,
  programs: HelperPrograms,
): Promise<ReadonlySet<string>> {
  const ours = new Set([HELPER_SUFFIX]);
  for (const name of namedHelpers(document)) {
    if (!ours.has(name) && (await programs.find(name))?.own === true) ours.add(name);
  }
  return ours;
}

/** A registry that this program's helper does not serve. */
async function otherStatus(
  registry: Registry,
  answer: DockerAnswer,
  { target, ports }: { readonly target: Target | undefined; readonly ports: StatusPorts },
): Promise<RegistryStatus> {
  const identity = target?.identity;
  const flags = selectionFlags(ports.configSelection);
  const login = `atmos-ecr login ${
    target?.integration === undefined ? registry.host : shellWord(target.integration)
  }${flags}`;
  const status = (state: RegistryState, command?: string, expiresAt?: Date): RegistryStatus => ({
    registry,
    answer,
    state,
    ...definedFields({ identity, expiresAt, command }),
  });
  switch (answer.providedBy) {
    case "none":
      return status("none", login);
    case "auths": {
      const end = answer.login === undefined ? undefined : await loginEnd(answer.login.password, ports);
      if (end === undefined) return status("unknown");
      return end > ports.clock() ? status("ready", undefined, end) : status("expired", login, end);
    }
    default: {
      const isThere = answer.helper !== undefined && await ports.programs.find(answer.helper) !== undefined;
      return isThere
        ? status("unknown")
        : status("broken", `atmos-ecr docker install ${registry.host} --force${flags}`);
    }
  }
}

async function containerAuthNotes(ports: ContainerAuthPorts): Promise<string[]> {
  return (await containerAuthFindings(ports)).flatMap((finding) => containerAuthWords(finding) ?? []);
}

function uniqueRegistries(registries: readonly Registry[]): Registry[] {
  return [...new Map(registries.map((registry) => [registry.host, registry])).values()];
}
