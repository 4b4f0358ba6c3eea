import { child, type ConfigNode, foldName, type MappingNode } from "../../config/config_node.ts";

/** Entries of `auth` that an operation needs, by name in any case. Unknown names are ignored. */
export interface NeededEntries {
  /** Including the identities and the provider that each is based on. */
  readonly identities?: readonly string[] | "all";
  readonly providers?: readonly string[] | "all";
  /** Without the identities that they are linked to. */
  readonly integrations?: readonly string[] | "all";
}

/**
 * The needed entries, as `section/folded name`: the named ones, and what the identities among them are based on, as far as their `via` is
 * readable. If a `via` is a function that is not evaluated yet, call this again after evaluating it.
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
    // Ends for a cycle, too: each identity is followed once.
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
