import type { AppContext } from "../../ports/context.ts";
import { linkedToIdentity } from "../../domain/login/integration_targets.ts";
import { childEnvironment } from "../../domain/session/session_variables.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import { identityVariables } from "./identity_variables.ts";
import { openSession, requireKept } from "./open_session.ts";
import { provisionIdentity, type ProvisionPorts, type ProvisionResult } from "./provision.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** What a program is prepared with. */
export interface ProgramPorts extends ProvisionPorts, Pick<AppContext, "sessions" | "variables"> {
  readonly selection: ConfigSelection;
}

/** What a program needs to run as an identity. */
export interface PreparedProgram {
  /** Its whole environment. */
  readonly env: Record<string, string>;
  /** What became of the integrations that were run. */
  readonly results: readonly ProvisionResult[];
}

/**
 * Logs in to an identity, unless its session lasts, for a program that is to run as it. The integrations that a login runs by itself
 * are run when somebody had to log in, or when Docker has no login of one of their registries
 * any more.
 *
 * @throws {AtmosEcrError} As {@linkcode identityVariables}, {@linkcode openSession} and {@linkcode requireKept} do.
 */
export async function prepareProgram(
  selected: SelectedIdentity,
  ports: ProgramPorts,
): Promise<PreparedProgram> {
  const changes = await identityVariables(selected, ports);
  const results = await logInForPrograms(selected, ports);
  return { env: childEnvironment(ports.variables(), changes), results };
}

/** The login of {@linkcode prepareProgram} alone, for programs that are started elsewhere. Errors as there. */
export async function logInForPrograms(
  selected: SelectedIdentity,
  ports: Omit<ProgramPorts, "variables">,
): Promise<readonly ProvisionResult[]> {
  const { sessions, selection } = ports;
  const session = await openSession(selected, ports);
  await requireKept(session, sessions);
  const { identity: { name }, loaded } = selected;
  return !session.reused || await lacksLogin(selected, ports)
    ? await provisionIdentity(name, { loaded, selection }, ports)
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
