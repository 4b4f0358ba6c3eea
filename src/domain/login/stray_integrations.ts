import type { AuthConfig, Entry, Integration } from "../auth/model/auth_config.ts";
import { foldName } from "../config/config_node.ts";
import { positionOf } from "../config/origin.ts";
import { newProblem, type Problem, sortProblems } from "../config/problem.ts";

/**
 * Problems of ECR integrations that cannot be assigned to an identity: `via` specifies both an identity and a provider, neither, or one
 * that does not exist. No login uses them, so every login must report them.
 *
 * @returns Warnings: the login itself does not need them.
 */
export function strayIntegrations(auth: AuthConfig): Problem[] {
  return sortProblems([...auth.integrations.values()].flatMap((entry) => strayProblems(entry, auth)));
}

function strayProblems(entry: Entry<Integration>, auth: AuthConfig): Problem[] {
  const known = entry.value ?? entry.draft;
  if (known?.kind === "other") return [];
  const via = known?.via;
  if (via === undefined) {
    const errors = entry.problems.filter(({ severity }) => severity === "error");
    return errors.slice(0, 1).map((problem) => ({ ...problem, severity: "warning" }));
  }
  const entries = via.kind === "identity" ? auth.identities : auth.providers;
  if (entries.has(foldName(via.name)) || (via.kind === "identity" && mayAppear(auth))) return [];
  return [newProblem({
    severity: "warning",
    code: via.kind === "identity" ? "IDENTITY_NOT_FOUND" : "PROVIDER_NOT_FOUND",
    message: `Cannot use integration "${entry.name}": there is no ${via.kind} "${via.name}"`,
    hint: "Correct the name; `atmos-ecr config validate` lists all problems",
    position: positionOf(via.origin),
  })];
}

/** Whether a login may add identities that do not exist yet. */
function mayAppear(auth: AuthConfig): boolean {
  return [...auth.providers.values()].some(({ value }) =>
    value?.fields.get("auto_provision_identities")?.value.toLowerCase() === "true"
  );
}
