import type { ConfigNode, MappingEntry, MappingNode } from "./config_node.ts";
import { formatOrigin } from "./origin.ts";

/**
 * Merges two configurations, the later over the earlier:
 *
 * 1. mappings key by key, keys compared without regard to case and shown as the later writes them;
 * 2. lists whole, never item by item;
 * 3. everything else by replacement; `null` blanks what was there.
 *
 * What a value replaced stays with it as `overrides`. Merging a configuration with itself changes nothing.
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
    ...overridesOf(later, [...later.overrides ?? [], ...earlier.overrides ?? []]),
  };
}

function mergeNodes(earlier: ConfigNode, later: ConfigNode): ConfigNode {
  if (earlier === later) return later;
  if (earlier.kind === "mapping" && later.kind === "mapping") return mergeConfig(earlier, later);
  const { overrides: before = [], ...replaced } = earlier;
  const { overrides: own = [], ...kept } = later;
  return { ...kept, ...overridesOf(later, [...own, replaced, ...before]) };
}

/** Every place once, and never the place of the value itself: a file that is merged twice overrides nothing. */
function overridesOf(
  node: ConfigNode,
  candidates: readonly ConfigNode[],
): { readonly overrides?: readonly ConfigNode[] } {
  const seen = new Set([formatOrigin(node.origin)]);
  const overrides = candidates.filter(({ origin }) => {
    const place = formatOrigin(origin);
    return seen.has(place) ? false : seen.add(place);
  });
  return overrides.length === 0 ? {} : { overrides };
}
