import {
  child,
  type ConfigNode,
  entriesOf,
  type MappingEntry,
  type MappingNode,
} from "../../config/config_node.ts";
import { type AtmosChains, type AtmosFile, type FileChain, hasImports, literalEntry } from "./atmos_files.ts";

/** A value that is not a mapping, with its folded keys. */
interface Leaf {
  readonly path: readonly string[];
  readonly node: ConfigNode;
}

/** A store of Atmos: literal values, and results of functions, which override them. */
interface Store {
  literals: MappingNode;
  readonly computed: Map<string, Leaf>;
}

const EMPTY: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };

/**
 * How Atmos resolves the files of a configuration, without evaluating functions: which of several values applies.
 *
 * 1. Within a chain drop-ins and imports go below the main file, deeper imports over those that import them; the result of a function
 *    overrides literal values, wherever they are.
 * 2. A chain overrides earlier ones as plain values, without its nulls. Files of `--config` and profiles are merged with the whole instead,
 *    where a function in any of them takes precedence; the imports of a `--config` file
 *    override it, and later ones without imports.
 * 3. A scalar or list over a mapping is dropped.
 * 4. Identities are taken as a whole from the last file with a literal one, if there is any.
 *
 * Reference: `pkg/config/load.go` of Atmos, commit 0a1cb4480b; measured by `fixtures/atmos/config.json`.
 *
 * @param order Files in the order in which Atmos collects identities, highest precedence last.
 */
export function atmosView({ chains, unread }: AtmosChains, order: readonly AtmosFile[]): MappingNode {
  const whole: Store = { literals: EMPTY, computed: new Map() };
  let again: readonly AtmosFile[] = [];
  for (const chain of chains) {
    addChain(whole, chain);
    if (chain.main?.kind !== "named") continue;
    // The list of imports stays until a file has another, and is merged with each.
    if (hasImports(chain.main.tree)) again = chain.imports;
    else for (const file of again) addFile(whole, file);
  }
  return withIdentities(flattened(whole), order.filter(({ path }) => !unread.has(path)));
}

function addChain(whole: Store, { main, dropIns, imports }: FileChain): void {
  if (main?.kind === "named") {
    for (const file of [main, ...imports]) addFile(whole, file);
    return;
  }
  if (main?.kind === "profile") {
    for (const file of imports) addFile(whole, file);
    addFile(whole, main);
    // All values of a profile with imports are stored with those of functions.
    if (child(main.tree, "import") !== undefined) {
      for (const leaf of leavesOf(main.tree)) keep(whole, leaf);
    }
    return;
  }
  const own: Store = { literals: EMPTY, computed: new Map() };
  for (const file of [...dropIns, ...imports]) addFile(own, file);
  if (main !== undefined) addFile(own, main);
  whole.literals = mergedLiterals(whole.literals, withoutNulls(flattened(own)));
}

function addFile(store: Store, { tree }: AtmosFile): void {
  store.literals = mergedLiterals(store.literals, tree);
  for (const leaf of leavesOf(tree)) if (leaf.node.kind === "function") keep(store, leaf);
}

function keep({ computed }: Store, leaf: Leaf): void {
  const key = leaf.path.join("\0");
  // The last one takes precedence, and is set last.
  computed.delete(key);
  computed.set(key, leaf);
}

/** Everything below `auth` that is not a mapping. */
function* leavesOf(node: ConfigNode, path: readonly string[] = []): Generator<Leaf> {
  if (node.kind !== "mapping") return yield { path, node };
  for (const [key, { value }] of node.entries) {
    if (path.length > 0 || key === "auth") yield* leavesOf(value, [...path, key]);
  }
}

/** Two literal trees merged as in viper: a mapping is only replaced by a mapping. */
function mergedLiterals(lower: MappingNode, higher: MappingNode): MappingNode {
  const entries = new Map(lower.entries);
  for (const [key, entry] of higher.entries) {
    const old = entries.get(key)?.value;
    if (old?.kind !== "mapping") entries.set(key, entry);
    else if (entry.value.kind === "mapping") {
      entries.set(key, { ...entry, value: mergedLiterals(old, entry.value) });
    }
  }
  return { ...higher, entries };
}

/** The results of functions at a key, and below it. */
interface Overlay {
  node?: ConfigNode | undefined;
  readonly inside: Map<string, Overlay>;
}

function flattened({ literals, computed }: Store): MappingNode {
  const root: Overlay = { inside: new Map() };
  for (const { path, node } of computed.values()) {
    let overlay = root;
    for (const key of path) {
      const next = overlay.inside.get(key) ?? { inside: new Map() };
      overlay.inside.set(key, next);
      overlay = next;
    }
    overlay.node = node;
    overlay.inside.clear();
  }
  return overlaid(literals, root);
}

/** A tree with the results of functions over it; all at once, since there may be thousands. */
function overlaid(tree: MappingNode, { inside }: Overlay): MappingNode {
  const entries = new Map(tree.entries);
  for (const [key, overlay] of inside) {
    const old = entries.get(key);
    const { node } = overlay;
    if (overlay.inside.size === 0 && node !== undefined && isUnset(node)) {
      entries.delete(key);
      continue;
    }
    const [first] = overlay.inside.values();
    const origin = node?.origin ?? old?.keyOrigin ?? first?.node?.origin ?? tree.origin;
    const below = node === undefined && old?.value.kind === "mapping" ? old.value : { ...EMPTY, origin };
    const value = overlay.inside.size === 0 && node !== undefined ? node : overlaid(below, overlay);
    entries.set(key, { key: old?.key ?? key, keyOrigin: old?.keyOrigin ?? origin, value });
  }
  return { ...tree, entries };
}

/** Whether a function removes its key. */
export function isUnset(node: ConfigNode): boolean {
  return node.kind === "function" && node.tag === "!unset";
}

function withoutNulls(tree: MappingNode): MappingNode {
  const entries = new Map<string, MappingEntry>();
  for (const [key, entry] of tree.entries) {
    const { value } = entry;
    if (value.kind === "mapping") {
      const inside = withoutNulls(value);
      if (inside.entries.size > 0) entries.set(key, { ...entry, value: inside });
    } else if (value.kind !== "scalar" || value.value !== null) entries.set(key, entry);
  }
  return { ...tree, entries };
}

/** The tree with the literal identities of the files; the merged ones without any. */
function withIdentities(tree: MappingNode, order: readonly AtmosFile[]): MappingNode {
  const identities = new Map<string, MappingEntry>();
  // For Atmos, a merge key is an identity with that name, a literal one like others.
  let isMerged = false;
  for (const file of order) {
    const section = literalEntry(literalEntry(file.tree, "auth")?.value, "identities")?.value;
    for (const [name, entry] of entriesOf(section)) {
      const { value } = entry;
      isMerged ||= entry.mergedBy !== undefined;
      const isComputed = value.kind === "function" && !isUnset(value);
      if (entry.mergedBy !== undefined || (value.kind !== "mapping" && !isComputed)) continue;
      const isPlain = value.kind === "mapping" && entry.alias === undefined;
      identities.set(name, isPlain ? { ...entry, value: withoutMerged(value) } : entry);
    }
  }
  const auth = tree.entries.get("auth");
  if ((identities.size === 0 && !isMerged) || auth === undefined) return tree;
  // The result of a function for the whole section does not affect identities then.
  const whole = auth.value.kind === "mapping" ? auth.value : { ...EMPTY, origin: auth.value.origin };
  const old = whole.entries.get("identities");
  const section: MappingEntry = {
    key: "identities",
    keyOrigin: old?.keyOrigin ?? auth.keyOrigin,
    value: { ...EMPTY, entries: identities },
  };
  const value = { ...whole, entries: new Map(whole.entries).set("identities", section) };
  return { ...tree, entries: new Map(tree.entries).set("auth", { ...auth, value }) };
}

/** The literal entries of a mapping, at every depth: Atmos applies no merge key in an identity. */
function withoutMerged(node: MappingNode): MappingNode {
  const entries = new Map<string, MappingEntry>();
  for (const [key, entry] of node.entries) {
    if (entry.mergedBy !== undefined) continue;
    const { value } = entry;
    entries.set(
      key,
      value.kind === "mapping" && entry.alias === undefined
        ? { ...entry, value: withoutMerged(value) }
        : entry,
    );
  }
  return { ...node, entries };
}
