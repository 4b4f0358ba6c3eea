import { child, type MappingNode } from "../../config/config_node.ts";
import type { ProblemList } from "../model/problem_list.ts";

/**
 * Warns about what Atmos requires, and this program has a default for: the audience of `github/oidc`.
 *
 * Reference: `pkg/auth/providers/github/oidc.go` of Atmos, commit 0a1cb4480b.
 */
export function checkAtmosRequired(evaluated: MappingNode, problems: ProblemList): void {
  const providers = child(child(evaluated, "auth"), "providers");
  for (const { key, keyOrigin, value } of providers?.kind === "mapping" ? providers.entries.values() : []) {
    const kind = child(value, "kind");
    if (kind?.kind !== "scalar" || kind.raw !== "github/oidc") continue;
    if (child(child(value, "spec"), "audience") !== undefined) continue;
    problems.report({
      severity: "warning",
      message: `Atmos cannot use provider "${key}": it requires "spec.audience"`,
      hint: "Add spec: {audience: sts.amazonaws.com}, the default here",
      at: keyOrigin,
    });
  }
}
