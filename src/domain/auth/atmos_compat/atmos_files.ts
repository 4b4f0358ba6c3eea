import {
  child,
  type ConfigNode,
  entriesOf,
  type MappingEntry,
  type MappingNode,
} from "../../config/config_node.ts";
import { formatOrigin } from "../../config/origin.ts";
import { earlyCall } from "./atmos_early.ts";

/** A file of the configuration as written, and its role. */
export interface AtmosFile {
  /** The display path, as in the origins of its tree. */
  readonly path: string;
  /** Not evaluated. */
  readonly tree: MappingNode;
  /** `named`: a source of `--config`. */
  readonly kind: "source" | "named" | "drop-in" | "profile" | "import";
  /** For an import: the file that imports it, and why, with the position of the entry. */
  readonly importer?: string | undefined;
  /** For an import that is beside its importer: where Atmos looks for it in vain. */
  readonly missing?: string | undefined;
  readonly reason: string;
}

/** A main file, or a profile's file, with its drop-ins and imports; no main file if there are only drop-ins. */
export interface FileChain {
  readonly main?: AtmosFile;
  readonly dropIns: readonly AtmosFile[];
  /** What Atmos imports, in merge order. */
  readonly imports: readonly AtmosFile[];
}

/** The chains of a configuration in Atmos. */
export interface AtmosChains {
  readonly chains: readonly FileChain[];
  /** Why Atmos does not read a file that is read here, by path. */
  readonly unread: ReadonlyMap<string, Unread>;
}

/** Why Atmos does not read a file, and what to do, if that is not to import it elsewhere. */
export interface Unread {
  readonly why: string;
  readonly hint?: string;
}

/**
 * Sorts files into the chains of Atmos, where only one list of imports applies: that of the main file, otherwise that of the last drop-in
 * with one; none without a main file. Each imported file precedes its own imports. Functions in `import` are not evaluated.
 *
 * Reference: `pkg/config/load.go` and `pkg/config/imports.go` of Atmos, commit 0a1cb4480b.
 *
 * @param files Lowest precedence first, each after its drop-ins and imports.
 */
export function atmosChains(files: readonly AtmosFile[]): AtmosChains {
  const importsOf = new Map<string, AtmosFile[]>();
  for (const file of files) {
    if (file.kind !== "import" || file.importer === undefined) continue;
    importsOf.set(file.importer, [...importsOf.get(file.importer) ?? [], file]);
  }
  const unread = new Map<string, Unread>();
  const collect = (importer: AtmosFile, why?: Unread, found: AtmosFile[] = []): AtmosFile[] => {
    const computed = computedImports(importer.tree);
    for (const file of importsOf.get(importer.path) ?? []) {
      if (found.includes(file)) continue;
      // An entry in another file comes from an include.
      const isComputed = computed.has(file.reason) ||
        (file.reason.startsWith("import of ") && !file.reason.startsWith(`import of ${importer.path}:`));
      const reason = why ??
        (isComputed
          ? { why: "it does not evaluate functions in imports" }
          : file.missing === undefined
          ? undefined
          : { why: `it looks for "${file.missing}" only` });
      if (reason === undefined) found.push(file);
      // Visited once, however many paths lead there.
      else if (unread.has(file.path)) continue;
      else unread.set(file.path, reason);
      collect(file, reason, reason === undefined ? found : []);
    }
    return found;
  };
  const chains: FileChain[] = [];
  let dropIns: AtmosFile[] = [];
  const close = (main?: AtmosFile): void => {
    const importers = dropIns.filter(({ tree }) => hasImports(tree));
    const own = main !== undefined && (hasImports(main.tree) || importers.length === 0);
    const chosen = main === undefined ? undefined : own ? main : importers.at(-1);
    const dropped = droppedImports(main, dropIns);
    const imports = [
      ...main === undefined || own ? [] : collect(main, dropped),
      ...chosen === undefined ? [] : collect(chosen, dropped),
    ];
    for (const dropIn of dropIns) {
      if (dropIn === chosen) continue;
      collect(dropIn, {
        why: main === undefined
          ? "without a main file it imports nothing"
          : own
          ? `the import of "${main.path}" takes precedence over that of a drop-in`
          : `the import of "${chosen?.path ?? ""}" takes precedence`,
      });
    }
    chains.push({ ...main === undefined ? {} : { main }, dropIns, imports });
    dropIns = [];
  };
  for (const file of files) {
    if (file.kind === "drop-in") dropIns.push(file);
    else if (file.kind !== "import") {
      if (file.kind === "profile" && dropIns.length > 0) close();
      close(file);
    }
  }
  if (dropIns.length > 0) close();
  for (const { imports } of chains) for (const { path } of imports) unread.delete(path);
  return { chains, unread };
}

/** Why Atmos imports nothing for a main file. One of `--config`, or of a profile, is evaluated before its imports. */
function droppedImports(main: AtmosFile | undefined, dropIns: readonly AtmosFile[]): Unread | undefined {
  if (main?.kind !== "source") return undefined;
  const early = earlyCall(main.tree, dropIns.map(({ tree }) => tree));
  return early && {
    why: `"${early.call.tag}" at "${early.path}" (${
      formatOrigin(early.call.origin)
    }) makes it drop all imports`,
    hint: `Write the value of "${early.path}" literally, or move it to an imported file`,
  };
}

/** Whether a file has a list of imports, even an empty one. */
export function hasImports(tree: MappingNode): boolean {
  const node = child(tree, "import");
  return node !== undefined && !(node.kind === "scalar" && node.value === null);
}

/** The reasons of files whose entry in `import` is a function, as in reports. */
function computedImports(tree: MappingNode): ReadonlySet<string> {
  const node = child(tree, "import");
  const items = node?.kind === "sequence" ? node.items : node === undefined ? [] : [node];
  return new Set(
    items.filter(({ kind }) => kind === "function").map(({ origin }) => `import of ${formatOrigin(origin)}`),
  );
}

/** An entry of a mapping by its exact name, if it is written there: not through an alias, a merge key or another case. */
export function literalEntry(node: ConfigNode | undefined, key: string): MappingEntry | undefined {
  const entry = entriesOf(node).get(key);
  return entry?.key === key && entry.alias === undefined && entry.mergedBy === undefined ? entry : undefined;
}
