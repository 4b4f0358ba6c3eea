import type { ConfigNode, FunctionNode } from "./config_node.ts";
import { functionsIn } from "./evaluate_functions.ts";

/**
 * A tree with functions of its own, so that each use of it is evaluated, and counted, by itself: a file that includes itself would
 * otherwise grow beyond every count. Aliases stay shared. A tree without functions is returned as it is.
 */
export function copyFunctions(root: ConfigNode): ConfigNode {
  if (functionsIn(root).length === 0) return root;
  const copies = new Map<FunctionNode, FunctionNode>();
  const copy = (node: ConfigNode): ConfigNode => {
    switch (node.kind) {
      case "scalar":
        return node;
      case "function": {
        const known = copies.get(node) ?? { ...node };
        copies.set(node, known);
        return known;
      }
      case "sequence":
        return { ...node, items: node.items.map(copy) };
      case "mapping":
        return {
          ...node,
          entries: new Map(
            [...node.entries].map(([key, entry]) => [key, { ...entry, value: copy(entry.value) }]),
          ),
        };
    }
  };
  return copy(root);
}
