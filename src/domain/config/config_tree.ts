import { child, type ConfigNode, type FunctionNode, type ScalarNode } from "./config_node.ts";
import type { ValueSource } from "./origin.ts";

/** Every function in a tree with its keys, below `path`. */
export function* callsIn(
  node: ConfigNode,
  path: readonly string[] = [],
): Generator<{ readonly call: FunctionNode; readonly path: readonly string[] }> {
  switch (node.kind) {
    case "function":
      yield { call: node, path };
      return;
    case "scalar":
      return;
    case "sequence":
      for (const [index, item] of node.items.entries()) yield* callsIn(item, [...path, String(index)]);
      return;
    case "mapping":
      for (const [key, { value }] of node.entries) {
        if (value.kind !== "scalar") yield* callsIn(value, [...path, key]);
      }
  }
}

/** Every function in a tree, in the order of the text. */
export function functionsIn(node: ConfigNode): FunctionNode[] {
  switch (node.kind) {
    case "function":
      return [node];
    case "scalar":
      return [];
    case "sequence":
      return node.items.flatMap(functionsIn);
    case "mapping":
      return [...node.entries.values()].flatMap(({ value }) => functionsIn(value));
  }
}

/** Replaces every scalar and function in a value. */
function mapLeaves(
  node: ConfigNode,
  replace: (leaf: ScalarNode | FunctionNode) => ScalarNode | FunctionNode,
): ConfigNode {
  switch (node.kind) {
    case "scalar":
    case "function":
      return replace(node);
    case "sequence":
      return { ...node, items: node.items.map((item) => mapLeaves(item, replace)) };
    case "mapping": {
      const entries = [...node.entries].map(([key, entry]) =>
        [key, { ...entry, value: mapLeaves(entry.value, replace) }] as const
      );
      return { ...node, entries: new Map(entries) };
    }
  }
}

/** Marks every text in a value with its source. Existing marks are kept. */
export function withSource(node: ConfigNode, source: ValueSource): ConfigNode {
  return mapLeaves(
    node,
    (leaf) => leaf.kind === "scalar" && leaf.source === undefined ? { ...leaf, source } : leaf,
  );
}

/** Marks every text in a value as hidden. */
export function asSecret(node: ConfigNode): ConfigNode {
  return mapLeaves(node, (leaf) => leaf.kind === "scalar" ? { ...leaf, secret: true } : leaf);
}

/**
 * A tree with its own copies of functions, so that each use of it is evaluated and counted separately: a file that includes itself would
 * otherwise grow without limit. Aliases remain shared. A tree without functions is returned unchanged.
 */
export function copyFunctions(root: ConfigNode): ConfigNode {
  const copies = new Map(functionsIn(root).map((call) => [call, { ...call }]));
  return copies.size === 0
    ? root
    : mapLeaves(root, (leaf) => leaf.kind === "function" ? copies.get(leaf) ?? leaf : leaf);
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
