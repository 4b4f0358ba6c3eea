import type { AuthConfig } from "../auth/model/auth_config.ts";
import { authGraph, type GraphNode, type NodeRole } from "./auth_graph.ts";

/** The brackets of each node shape. */
const SHAPES: Readonly<Record<NodeRole, readonly [string, string]>> = {
  provider: ["([", "])"],
  identity: ["[", "]"],
  integration: ["[[", "]]"],
};

/**
 * The `auth` section as a Mermaid flowchart, which GitHub and GitLab render in Markdown.
 *
 * Reference: https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidDiagram(auth: AuthConfig): string {
  const { nodes, edges } = authGraph(auth);
  const isUsed = (test: (node: GraphNode) => boolean): boolean => nodes.some(test);
  const lines = [
    "flowchart LR",
    ...nodes.map((node) => `  ${nodeText(node)}`),
    ...edges.map(({ from, to }) => `  ${from} --> ${to}`),
    ...(isUsed(({ isDefault }) => isDefault) ? ["  classDef default_identity stroke-width:3px"] : []),
    ...(isUsed(({ isBroken }) => isBroken) ? ["  classDef broken stroke-dasharray:4"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, role, lines, isDefault, isBroken }: GraphNode): string {
  const [open, close] = SHAPES[role];
  const style = isBroken ? ":::broken" : isDefault ? ":::default_identity" : "";
  return `${id}${open}"${lines.map(quoted).join("<br>")}"${close}${style}`;
}

/** Characters that are special in Mermaid, Markdown or HTML become entities, which Mermaid writes without the ampersand. */
function quoted(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ./:@_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
