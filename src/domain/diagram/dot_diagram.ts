import type { AuthConfig } from "../auth/model/auth_config.ts";
import { authGraph, type GraphNode, type NodeRole } from "./auth_graph.ts";

const SHAPES: Readonly<Record<NodeRole, string>> = {
  provider: "ellipse",
  identity: "box",
  integration: "box3d",
};

/**
 * The `auth` section in the language of Graphviz: `… -o dot | dot -Tsvg`.
 *
 * Reference: https://graphviz.org/doc/info/lang.html
 */
export function dotDiagram(auth: AuthConfig): string {
  const { nodes, edges } = authGraph(auth);
  const lines = [
    "digraph auth {",
    "  rankdir=LR;",
    ...nodes.map((node) => `  ${node.id} [${attributesOf(node).join(", ")}];`),
    ...edges.map(({ from, to }) => `  ${from} -> ${to};`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function attributesOf({ role, lines, isDefault, isBroken }: GraphNode): string[] {
  return [
    `label="${lines.map(quoted).join("\\n")}"`,
    `shape=${SHAPES[role]}`,
    ...(isBroken ? ["style=dashed"] : isDefault ? ["penwidth=3"] : []),
  ];
}

/** Escapes quotes, backslashes and HTML entities for Graphviz. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
