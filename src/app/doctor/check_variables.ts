import { usableValues } from "../../domain/auth/model/names.ts";
import type { Check } from "../../domain/doctor/check.ts";
import { CERTIFICATE_VARIABLES, environmentChecks } from "../../domain/doctor/environment_checks.ts";
import type { AppContext } from "../../ports/context.ts";
import type { ConfigPorts } from "../config/load_auth.ts";
import { configuredTargets } from "../targets/configured_targets.ts";

/** The variables that affect logins. */
export async function checkVariables(
  ports: ConfigPorts & Pick<AppContext, "environment" | "paths" | "variableNames">,
): Promise<Check[]> {
  const { environment, paths } = ports;
  const { targets, loaded } = await configuredTargets(ports);
  const variables = { names: ports.variableNames(), get: (name: string) => environment.get(name) };
  const missingCertificates: string[] = [];
  for (const name of CERTIFICATE_VARIABLES) {
    const path = environment.get(name) ?? "";
    if (path === "") continue;
    const kind = (await paths(path))?.kind;
    if (kind !== "file" && kind !== "unknown") missingCertificates.push(name);
  }
  const ambientIdentities = loaded === undefined
    ? []
    : usableValues(loaded.auth.identities).filter(({ kind }) => kind === "aws/ambient").map(({ name }) =>
      name
    );
  const facts = { isConfigured: targets.length > 0, ambientIdentities, missingCertificates };
  return environmentChecks(variables, facts);
}
