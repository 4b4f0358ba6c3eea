import { child, entriesOf, foldName, type MappingNode, writtenText } from "../../config/config_node.ts";
import { ENTRY_NOUNS } from "../../trust/entry_rules.ts";
import type { AuthConfig } from "../model/auth_config.ts";
import type { Link } from "../model/names.ts";
import type { ProblemList } from "../model/problem_list.ts";

/**
 * Warns about names and references that work here but not in Atmos, which stores names in lower case but compares references as written,
 * and treats a dot in the name of a provider or integration as nesting.
 *
 * Reference: `resolveIdentityName`, `manager_integrations.go` and viper's key delimiter, commit 0a1cb4480b.
 */
export function checkAtmosReferences(links: readonly Link[], auth: AuthConfig, problems: ProblemList): void {
  for (const { noun, entry, via } of links) {
    const entries = via.kind === "identity" ? auth.identities : auth.providers;
    if (!entries.has(foldName(via.name)) || via.name === foldName(via.name)) continue;
    problems.warn({
      message:
        `Atmos does not find ${via.kind} "${via.name}" of ${noun} "${entry.name}": it compares references with lowercase names`,
      hint: `Write "${foldName(via.name)}"`,
      at: via.origin,
    });
  }
  for (const section of ["providers", "integrations"] as const) {
    for (const { name, origin } of auth[section].values()) {
      if (!name.includes(".")) continue;
      problems.warn({
        message: `Atmos does not find ${ENTRY_NOUNS[section]} "${name}": it reads the dot as a nesting level`,
        hint: "If Atmos must read this file too, use another character",
        at: origin,
      });
    }
  }
}

/**
 * Warns about what Atmos requires, and this program has a default for: the audience of `github/oidc`.
 *
 * Reference: `pkg/auth/providers/github/oidc.go` of Atmos, commit 0a1cb4480b.
 */
export function checkAtmosRequired(evaluated: MappingNode, problems: ProblemList): void {
  const providers = child(child(evaluated, "auth"), "providers");
  for (const { key, keyOrigin, value } of entriesOf(providers).values()) {
    if (writtenText(child(value, "kind")) !== "github/oidc") continue;
    if (child(child(value, "spec"), "audience") !== undefined) continue;
    problems.warn({
      message: `Atmos cannot use provider "${key}": it requires "spec.audience"`,
      hint: "Add spec: {audience: sts.amazonaws.com}, the default here",
      at: keyOrigin,
    });
  }
}
