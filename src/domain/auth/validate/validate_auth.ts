import type { MappingNode } from "../../config/config_node.ts";
import { hiddenValuesOf, withoutHidden } from "../../config/hidden_problems.ts";
import type { Problem } from "../../config/problem.ts";
import { checkAtmosReferences } from "../atmos_compat/atmos_references.ts";
import { checkAtmosIdentities } from "../atmos_compat/atmos_identities.ts";
import { checkChains } from "./check_chains.ts";
import { checkDefaults } from "./check_defaults.ts";
import { checkIntegrations } from "./check_integrations.ts";
import { checkReferences } from "./check_references.ts";
import { decodeAuth } from "../decode/decode_auth.ts";
import { linksOf } from "../model/links.ts";
import { ProblemList } from "../model/problem_list.ts";

/** What validation takes into account besides the configuration itself. */
export interface ValidationOptions {
  /**
   * The files in the order in which Atmos would collect identities, the winning ones last; files as in the origins of the tree.
   * Without it nothing is said of what Atmos would make of identities in several files.
   */
  readonly atmosOrder?: readonly string[];
}

/**
 * Everything that is wrong with the `auth` section of a merged and evaluated configuration, sorted by position: in each entry, and
 * between entries. What leads nowhere but is not used by anything is not complained about. It never throws.
 */
export function validateAuth(tree: MappingNode, { atmosOrder = [] }: ValidationOptions = {}): Problem[] {
  const auth = decodeAuth(tree);
  const problems = new ProblemList();
  problems.add(...auth.problems);
  for (const section of [auth.providers, auth.identities, auth.integrations]) {
    for (const entry of section.values()) problems.add(...entry.problems);
  }
  const links = linksOf(tree, auth);
  checkReferences(links, auth, problems);
  checkIntegrations(auth, checkChains(auth, problems), problems);
  checkDefaults(tree, auth, problems);
  checkAtmosReferences(links, auth, problems);
  checkAtmosIdentities(tree, atmosOrder, problems);
  return withoutHidden(problems.sorted(), hiddenValuesOf(tree.entries.get("auth")?.value));
}
