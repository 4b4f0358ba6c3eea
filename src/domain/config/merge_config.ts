import type { ConfigNode, MappingEntry, MappingNode } from "./config_node.ts";
import { formatOrigin } from "./origin.ts";

/**
 * Merges two configurations, the later over the earlier:
 *
 * 1. mappings key by key, with case-insensitive keys, shown as the later one writes them;
 * 2. lists as a whole, never item by item;
 * 3. everything else by replacement; `null` removes the earlier value.
 *
 * What a value replaced is kept as its `overrides`. Merging a configuration with itself changes nothing.
 */
export function mergeConfig(earlier: MappingNode, later: MappingNode): MappingNode {
  if (earlier.entries.size === 0) return later;
  const entries = new Map<string, MappingEntry>(earlier.entries);
  for (const [key, entry] of later.entries) {
    const old = entries.get(key);
    entries.set(key, old === undefined ? entry : { ...entry, value: mergeNodes(old.value, entry.value) });
  }
  const hidden = [...earlier.hidden ?? [], ...later.hidden ?? []];
  return {
    kind: "mapping",
    entries,
    origin: later.origin,
    ...(hidden.length === 0 ? {} : { hidden: [...new Set(hidden)] }),
    ...overridesOf(later, { own: later.overrides ?? [], before: earlier.overrides ?? [] }),
  };
}

function mergeNodes(earlier: ConfigNode, later: ConfigNode): ConfigNode {
  if (earlier === later) return later;
  if (earlier.kind === "mapping" && later.kind === "mapping") return mergeConfig(earlier, later);
  const { overrides: before = [], ...replaced } = earlier;
  const { overrides: own = [], ...kept } = later;
  return { ...kept, ...overridesOf(later, { own: [...own, replaced], before }) };
}

/**
 * Every position once, and never that of the value itself: a file that is merged twice overrides nothing.
 *
 * @param own What the value itself had overridden, and what it replaces; few.
 * @param before What that had overridden: each position once.
 */
function overridesOf(
  node: ConfigNode,
  { own, before }: { readonly own: readonly ConfigNode[]; readonly before: readonly ConfigNode[] },
): { readonly overrides?: readonly ConfigNode[] } {
  const overrides: ConfigNode[] = [];
  for (const old of own) {
    if (!isSamePlace(old, node) && !overrides.some((known) => isSamePlace(known, old))) overrides.push(old);
  }
  const count = overrides.length;
  for (const old of before) {
    if (isSamePlace(old, node)) continue;
    let isKnown = false;
    for (let index = 0; index < count; index++) isKnown ||= isSamePlace(overrides[index] ?? old, old);
    if (!isKnown) overrides.push(old);
  }
  return overrides.length === 0 ? {} : { overrides };
}

function isSamePlace({ origin: a }: ConfigNode, { origin: b }: ConfigNode): boolean {
  return a === b ||
    (a.kind === "file" && b.kind === "file"
      ? a.line === b.line && a.column === b.column && a.file === b.file
      : formatOrigin(a) === formatOrigin(b));
}
