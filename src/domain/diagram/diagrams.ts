import type { AuthConfig } from "../auth/model/auth_config.ts";
import { authGraph, type GraphNode, type NodeRole } from "./auth_graph.ts";

/** The maximum indentation in columns: no screen is wider, and no stack could hold the longest possible chain. */
const MAX_INDENTATION = 300;

/**
 * The `auth` section as a tree: entries without a base at the left, entries based on them below. Entries that are too deep start again at
 * the left.
 */
export function treeDiagram(auth: AuthConfig): string {
  const { nodes, edges } = authGraph(auth);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const children = new Map<string, GraphNode[]>();
  for (const { from, to } of edges) {
    const node = byId.get(to);
    const under = children.get(from) ?? [];
    if (node !== undefined) under.push(node);
    children.set(from, under);
  }
  const below = new Set(edges.map(({ to }) => to));
  const roots = nodes.filter(({ id }) => !below.has(id));
  const shown = new Set<string>();
  const lines: string[] = [];
  const show = (node: GraphNode, first: string, rest: string): void => {
    // Only a cycle leads here twice.
    if (shown.has(node.id)) return void lines.push(`${first}${node.lines[0]} (see above)`);
    if (rest.length > MAX_INDENTATION) {
      lines.push(`${first}${node.lines[0]} (see below)`);
      return void roots.push(node);
    }
    shown.add(node.id);
    lines.push(`${first}${labelOf(node)}`);
    const under = children.get(node.id) ?? [];
    for (const [index, child] of under.entries()) {
      const isLast = index === under.length - 1;
      show(child, `${rest}${isLast ? "└─ " : "├─ "}`, `${rest}${isLast ? "   " : "│  "}`);
    }
  };
  // They grow while they are shown.
  for (const root of roots) show(root, "", "");
  // The remaining entries form cycles.
  for (const node of nodes) if (!shown.has(node.id)) show(node, "", "");
  return lines.map((line) => `${line}\n`).join("");
}

function labelOf({ lines: [name = "", ...details], isBroken }: GraphNode): string {
  const notes = [...details, ...(isBroken && !details.includes("not defined") ? ["invalid"] : [])];
  return notes.length === 0 ? name : `${name} (${notes.join(", ")})`;
}

/** The shape of each kind of node in Graphviz. */
const DOT_SHAPES: Readonly<Record<NodeRole, string>> = {
  provider: "ellipse",
  identity: "box",
  integration: "box3d",
};

/** The `auth` section in the language of Graphviz: `… -o dot | dot -Tsvg`. Reference: https://graphviz.org/doc/info/lang.html */
export function dotDiagram(auth: AuthConfig): string {
  const { nodes, edges } = authGraph(auth);
  const lines = [
    "digraph auth {",
    "  rankdir=LR;",
    ...nodes.map((node) => `  ${node.id} [${dotAttributes(node).join(", ")}];`),
    ...edges.map(({ from, to }) => `  ${from} -> ${to};`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function dotAttributes({ role, lines, isDefault, isBroken }: GraphNode): string[] {
  return [
    `label="${lines.map(dotText).join("\\n")}"`,
    `shape=${DOT_SHAPES[role]}`,
    ...(isBroken ? ["style=dashed"] : isDefault ? ["penwidth=3"] : []),
  ];
}

/** Escapes quotes, backslashes and HTML entities for Graphviz. */
function dotText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

/** The brackets of each kind of node in Mermaid. */
const MERMAID_BRACKETS: Readonly<Record<NodeRole, readonly [string, string]>> = {
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
    ...nodes.map((node) => `  ${mermaidNode(node)}`),
    ...edges.map(({ from, to }) => `  ${from} --> ${to}`),
    ...(isUsed(({ isDefault }) => isDefault) ? ["  classDef default_identity stroke-width:3px"] : []),
    ...(isUsed(({ isBroken }) => isBroken) ? ["  classDef broken stroke-dasharray:4"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function mermaidNode({ id, role, lines, isDefault, isBroken }: GraphNode): string {
  const [open, close] = MERMAID_BRACKETS[role];
  const style = isBroken ? ":::broken" : isDefault ? ":::default_identity" : "";
  return `${id}${open}"${lines.map(mermaidText).join("<br>")}"${close}${style}`;
}

/** Characters that are special in Mermaid, Markdown or HTML become entities, which Mermaid writes without the ampersand. */
function mermaidText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} ./:@_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
