import type { ConfigNode, FunctionNode } from "./config_node.ts";
import { functionsIn } from "./evaluate_functions.ts";

/**
 * A tree with its own copies of functions, so that each use of it is evaluated and counted separately: a file that includes itself would
 * otherwise grow without limit. Aliases remain shared. A tree without functions is returned unchanged.
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
