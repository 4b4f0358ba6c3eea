import type { AuthConfig } from "../auth/model/auth_config.ts";
import { authGraph, type GraphNode } from "./auth_graph.ts";

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
