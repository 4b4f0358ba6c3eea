import { linkedToIdentity } from "../../domain/login/integration_targets.ts";
import { childEnvironment } from "../../domain/session/program_environment.ts";
import type { AppContext } from "../../ports/context.ts";
import { identityVariables } from "./identity_variables.ts";
import { openSession, requireKept } from "./open_session.ts";
import { provisionIdentity, type ProvisionPorts, type ProvisionResult } from "./provision.ts";
import type { SelectedIdentity } from "./select_identity.ts";

/** What preparing a program needs. */
export interface ProgramPorts extends ProvisionPorts, Pick<AppContext, "sessions" | "variables"> {
}

/**
 * Logs in to an identity, unless its session is valid, for a program to run as it. Runs its automatic integrations after a new login, or if
 * Docker has no login for one of their registries.
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
