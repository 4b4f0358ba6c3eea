import { child, foldName, type MappingNode } from "../../config/config_node.ts";
import type { AuthConfig } from "../model/auth_config.ts";
import { usableValues } from "../model/names.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** How many names a message shows. */
const MAX_SHOWN = 8;

/** Warns when more than one identity is the default, at the second of them. */
export function checkDefaults(tree: MappingNode, auth: AuthConfig, problems: ProblemList): void {
  const defaults = usableValues(auth.identities).filter((identity) => identity.default);
  const [, second] = defaults;
  if (second === undefined) return;
  const names = defaults.slice(0, MAX_SHOWN).map(({ name }) => `"${name}"`).join(", ");
  const more = defaults.length > MAX_SHOWN ? `, … ${defaults.length - MAX_SHOWN} more` : "";
  const identity = child(child(child(tree, "auth"), "identities"), foldName(second.name));
  problems.report({
    severity: "warning",
    message: `Several identities are the default: ${names}${more}`,
    hint: "Keep default: true in one of them; until then one must be named with --identity",
    at: child(identity, "default")?.origin ?? second.origin,
  });
}
