import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError, EnvironmentError } from "../../domain/errors/errors.ts";
import { regionOfChain } from "../../domain/identity/chain_partition.ts";
import { linkedToIdentity } from "../../domain/login/integration_targets.ts";
import {
  ambientVariables,
  childEnvironment,
  sessionVariables,
  type VariableChanges,
} from "../../domain/session/program_environment.ts";
import { trustHint } from "../../domain/trust/trusted_files.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import { openSession, placeOf, requireKept } from "./open_session.ts";
import { provisionIdentity, type ProvisionPorts, type ProvisionResult } from "./provision.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** What preparing a program needs. */
export interface ProgramPorts extends ProvisionPorts, Pick<AppContext, "sessions" | "variables"> {
}

/**
 * Logs in to an identity, unless its session is valid, for a program to run as it. Runs its automatic integrations after a new login, or if
 * Docker has no login for one of their registries.
 *
 * @throws {AtmosEcrError} As {@linkcode identityVariables}, {@linkcode openSession} and {@linkcode requireKept}.
 */
export async function prepareProgram(
  selected: SelectedIdentity,
  ports: ProgramPorts,
): Promise<{ readonly env: Record<string, string>; readonly results: readonly ProvisionResult[] }> {
  const changes = await identityVariables(selected, ports);
  const results = await logInForPrograms(selected, ports);
  return { env: childEnvironment(ports.variables(), changes), results };
}

/** Only the login of {@linkcode prepareProgram}, for programs that are started elsewhere. Errors as there. */
export async function logInForPrograms(
  selected: SelectedIdentity,
  ports: Omit<ProgramPorts, "variables">,
): Promise<readonly ProvisionResult[]> {
  const session = await openSession(selected, ports);
  await requireKept(session, ports.sessions);
  const { identity: { name }, loaded } = selected;
  return !session.reused || await lacksLogin(selected, ports)
    ? await provisionIdentity(name, loaded, ports)
    : [];
}

async function lacksLogin(
  { identity, loaded: { auth } }: SelectedIdentity,
  { docker, helper }: Pick<ProgramPorts, "docker" | "helper">,
): Promise<boolean> {
  const hosts = linkedToIdentity(auth, identity.name).flatMap(({ value }) =>
    value !== undefined && value.kind !== "other" && value.autoProvision ? value.hosts : []
  );
  return hosts.length > 0 && (await docker().lasting(hosts, helper.clock())).length < hosts.length;
}

/**
 * The variables that make programs use an identity, whether or not it is logged in.
 *
 * @throws {ConfigError} `CONFIG_UNTRUSTED` if an untrusted file sets variables: one of them could be `LD_PRELOAD`.
 * @throws {EnvironmentError} `HOME_NOT_FOUND` if there is no place for sessions.
 */
export async function identityVariables(
  selected: SelectedIdentity,
  { sessions, docker }: Pick<ProgramPorts, "sessions" | "docker">,
): Promise<VariableChanges> {
  const { identity, chain, loaded: { auth, config } } = selected;
  const facts = {
    region: regionOfChain(chain),
    dockerDirectory: linkedToIdentity(auth, identity.name).length === 0 ? undefined : docker().directory,
    own: await trustedVariables(identity, config),
  };
  const place = placeOf(selected);
  if (place === undefined) return ambientVariables(facts);
  const files = sessions.files(place);
  if (files !== undefined) return sessionVariables({ ...facts, files });
  throw new EnvironmentError(
    "HOME_NOT_FOUND",
    `Cannot find the session of identity "${identity.name}": there is no home directory`,
    { hint: "Set HOME or XDG_CONFIG_HOME" },
  );
}

async function trustedVariables(
  identity: Identity,
  config: LoadedConfig,
): Promise<ReadonlyMap<string, string>> {
  const variables = new Map<string, string>();
  for (const [name, { value, origin }] of identity.env ?? []) {
    if (!await config.isTrusted(origin)) {
      const position = positionOf(origin);
      const file = position?.file ?? "atmos.yaml";
      throw new ConfigError(
        "CONFIG_UNTRUSTED",
        `Cannot set ${name} of identity "${identity.name}": "${file}" is not trusted`,
        { hint: trustHint(file), position },
      );
    }
    variables.set(name, value);
  }
  return variables;
}
