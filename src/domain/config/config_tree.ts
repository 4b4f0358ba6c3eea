import {
  child,
  type ConfigNode,
  type FunctionNode,
  type MappingEntry,
  type ScalarNode,
} from "./config_node.ts";
import { functionsIn } from "./evaluate_functions.ts";
import type { ValueSource } from "./origin.ts";

/** Replaces every scalar in a value. Functions are kept. */
export function mapScalars(node: ConfigNode, replace: (scalar: ScalarNode) => ScalarNode): ConfigNode {
  switch (node.kind) {
    case "scalar":
      return replace(node);
    case "function":
      return node;
    case "sequence":
      return { ...node, items: node.items.map((item) => mapScalars(item, replace)) };
    case "mapping":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]): [string, MappingEntry] => [
            key,
            { ...entry, value: mapScalars(entry.value, replace) },
          ]),
        ),
      };
  }
}

/** Marks every text in a value with its source. Existing marks are kept. */
export function withSource(node: ConfigNode, source: ValueSource): ConfigNode {
  return mapScalars(node, (scalar) => scalar.source === undefined ? { ...scalar, source } : scalar);
}

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

/** One step of a path: `.name`, `."any name"`, `[0]`, `["any name"]`. */
const STEP_REGEXP = /\.?\[(\d+)\]|\.?\["([^"]*)"\]|\.(?:"([^"]*)"|([\w/-]+))/y;

/** The result of a path. */
export type Selected =
  | { readonly kind: "found"; readonly node: ConfigNode }
  | { readonly kind: "nothing" }
  /** The expression is not a plain path. */
  | { readonly kind: "unsupported" };

/** Follows a path in `yq` syntax, such as `.a.b[0]`. */
export function selectPath(root: ConfigNode, expression: string): Selected {
  let node: ConfigNode | undefined = root;
  if (expression === ".") return { kind: "found", node: root };
  STEP_REGEXP.lastIndex = 0;
  for (let end = 0; end < expression.length; end = STEP_REGEXP.lastIndex) {
    const match = STEP_REGEXP.exec(expression);
    if (match === null) return { kind: "unsupported" };
    const [, index] = match;
    const name = match[2] ?? match[3] ?? match[4];
    node = index === undefined
      ? child(node, name ?? "")
      : node?.kind === "sequence"
      ? node.items[Number(index)]
      : undefined;
  }
  return node === undefined ? { kind: "nothing" } : { kind: "found", node };
}
