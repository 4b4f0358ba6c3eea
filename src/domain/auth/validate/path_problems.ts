import { foldName } from "../../config/config_node.ts";
import { type Problem, sortProblems } from "../../config/problem.ts";
import type { Target } from "../../login/target.ts";
import type { AuthConfig, Entry, Identity } from "../model/auth_config.ts";

/**
 * The warnings about the entries that some targets use: their integrations, and every identity and provider of their chains. Unused entries
 * are not reported.
 */
export function problemsOnPath(
  auth: AuthConfig,
  targets: readonly Pick<Target, "integration" | "identity">[],
): Problem[] {
  const entries = new Set<Entry<unknown>>();
  for (const { integration, identity } of targets) {
    const entry = integration === undefined ? undefined : auth.integrations.get(foldName(integration));
    if (entry !== undefined) entries.add(entry);
    let next = identity;
    while (next !== undefined) {
      const step: Entry<Identity> | undefined = auth.identities.get(foldName(next));
      if (step === undefined || entries.has(step)) break;
      entries.add(step);
      const via = step.value?.via;
      const provider = via?.kind === "provider" ? auth.providers.get(foldName(via.name)) : undefined;
      if (provider !== undefined) entries.add(provider);
      next = via?.kind === "identity" ? via.name : undefined;
    }
  }
  return sortProblems([...entries].flatMap(({ problems }) => problems));
}
