import { foldName } from "../../config/config_node.ts";
import type { AuthConfig } from "../model/auth_config.ts";
import type { Link } from "../model/links.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** Reports references to identities and providers that do not exist, with the nearest that does. */
export function checkReferences(links: readonly Link[], auth: AuthConfig, problems: ProblemList): void {
  for (const { noun, entry, via } of links) {
    const entries = via.kind === "identity" ? auth.identities : auth.providers;
    if (entries.has(foldName(via.name))) continue;
    const near = problems.nearest(via.name, entries);
    problems.report({
      code: via.kind === "identity" ? "IDENTITY_NOT_FOUND" : "PROVIDER_NOT_FOUND",
      message: `Cannot use ${noun} "${entry.name}": there is no ${via.kind} "${via.name}"`,
      hint: near === undefined
        ? `Define it under auth.${via.kind === "identity" ? "identities" : "providers"}, or correct the name`
        : `Did you mean "${near}"?`,
      at: via.origin,
    });
  }
}
