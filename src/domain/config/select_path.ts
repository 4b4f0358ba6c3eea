import { child, type ConfigNode } from "./config_node.ts";

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
