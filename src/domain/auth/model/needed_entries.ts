import {
  child,
  type ConfigNode,
  entriesOf,
  foldName,
  type MappingNode,
  writtenText,
} from "../../config/config_node.ts";

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
  for (const section of ["integrations", "providers"] as const) {
    for (const name of namesOf(child(auth, section), needed[section])) paths.add(`${section}/${name}`);
  }
  const identities = child(auth, "identities");
  for (const name of namesOf(identities, needed.identities)) {
    // Ends for a cycle, too: each identity is followed once.
    for (let next: string | undefined = name; next !== undefined && !paths.has(`identities/${next}`);) {
      paths.add(`identities/${next}`);
      const via = child(child(identities, next), "via");
      const provider = writtenText(child(via, "provider"));
      if (provider !== undefined) paths.add(`providers/${foldName(provider)}`);
      const base = writtenText(child(via, "identity"));
      next = base && foldName(base);
    }
  }
  return paths;
}

function namesOf(section: ConfigNode | undefined, names: readonly string[] | "all" = []): string[] {
  return names === "all" ? [...entriesOf(section).keys()] : names.map(foldName);
}
