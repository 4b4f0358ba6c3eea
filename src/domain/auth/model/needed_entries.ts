import { child, type ConfigNode, foldName, type MappingNode } from "../../config/config_node.ts";

/** Entries of `auth` that a piece of work needs, by name in any case. Names that do not exist are passed over. */
export interface NeededEntries {
  /** With the identities and the provider that each builds upon. */
  readonly identities?: readonly string[] | "all";
  readonly providers?: readonly string[] | "all";
  /** Without the identities that they are linked to. */
  readonly integrations?: readonly string[] | "all";
}

/**
 * The needed entries, as `section/folded name`: those named, and what the identities among them build upon as far as their `via` can
 * be read. Where a `via` is a function that is not evaluated yet, ask again after evaluating.
 */
export function neededPaths(tree: MappingNode, needed: NeededEntries): Set<string> {
  const auth = child(tree, "auth");
  const paths = new Set<string>();
  const add = (section: string, names: readonly string[] | "all" | undefined): void => {
    for (const name of namesOf(child(auth, section), names)) paths.add(`${section}/${name}`);
  };
  add("integrations", needed.integrations);
  add("providers", needed.providers);
  const identities = child(auth, "identities");
  for (const name of namesOf(identities, needed.identities)) {
    // Ends at a circle, too: no identity is followed twice.
    for (let next: string | undefined = name; next !== undefined && !paths.has(`identities/${next}`);) {
      paths.add(`identities/${next}`);
      const via = child(child(identities, next), "via");
      const provider = textOf(child(via, "provider"));
      if (provider !== undefined) paths.add(`providers/${provider}`);
      next = textOf(child(via, "identity"));
    }
  }
  return paths;
}

function namesOf(section: ConfigNode | undefined, names: readonly string[] | "all" | undefined): string[] {
  if (names !== "all") return (names ?? []).map(foldName);
  return section?.kind === "mapping" ? [...section.entries.keys()] : [];
}

function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null && node.raw !== "" ? foldName(node.raw) : undefined;
}
