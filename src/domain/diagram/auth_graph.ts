import type { AuthConfig, Entries, Identity, Integration, Provider, Via } from "../auth/model/auth_config.ts";
import { foldName } from "../config/config_node.ts";
import { escapeText } from "../text/escape.ts";

/** What a node of the graph represents. */
export type NodeRole = "provider" | "identity" | "integration";

/** An entry of the `auth` section, or a name that is used but not defined. */
export interface GraphNode {
  /** `p1`, `i1`, `n1`: safe characters, whatever the name. */
  readonly id: string;
  readonly role: NodeRole;
  /** The name, then details, one per line. Safe for a terminal. */
  readonly lines: readonly string[];
  readonly isDefault: boolean;
  /** Whether it is missing or invalid. */
  readonly isBroken: boolean;
}

/** A relation between an entry and its base, by node ids. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/** The `auth` section as a graph of providers, identities and integrations. */
export interface AuthGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const PREFIXES: Readonly<Record<NodeRole, string>> = { provider: "p", identity: "i", integration: "n" };

/** The common fields of all entries. */
type Described = Provider | Identity | Integration;

/** Creates the graph of an `auth` section, in the order of the file. */
export function authGraph(auth: AuthConfig): AuthGraph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const counts = { provider: 0, identity: 0, integration: 0 };
  const add = (role: NodeRole, name: string, rest: Omit<GraphNode, "id" | "role">): GraphNode => {
    const key = `${role} ${foldName(name)}`;
    const node = nodes.get(key) ?? { id: `${PREFIXES[role]}${++counts[role]}`, role, ...rest };
    nodes.set(key, node);
    return node;
  };
  const addAll = (role: NodeRole, entries: Entries<Described>): void => {
    for (const { name, value, draft } of entries.values()) {
      const known = value ?? draft;
      const isDefault = known !== undefined && "default" in known && known.default;
      const lines = [
        name,
        ...(known === undefined ? [] : detailsOf(known)),
        ...(isDefault ? ["default"] : []),
      ];
      add(role, name, { lines: lines.map(escapeText), isDefault, isBroken: value === undefined });
    }
  };
  addAll("provider", auth.providers);
  addAll("identity", auth.identities);
  addAll("integration", auth.integrations);
  const link = (role: NodeRole, entries: Entries<Described>): void => {
    for (const { name, value, draft } of entries.values()) {
      const via = viaOf(value ?? draft);
      const node = nodes.get(`${role} ${foldName(name)}`);
      if (via === undefined || node === undefined) continue;
      const missing = { lines: [escapeText(via.name), "not defined"], isDefault: false, isBroken: true };
      edges.push({ from: add(via.kind, via.name, missing).id, to: node.id });
    }
  };
  link("identity", auth.identities);
  link("integration", auth.integrations);
  return { nodes: [...nodes.values()], edges };
}

function viaOf(entry: Described | undefined): Via | undefined {
  return entry !== undefined && "via" in entry ? entry.via : undefined;
}

/** The kind, and the registries of an integration. */
function detailsOf(entry: Described): string[] {
  const kind = "writtenKind" in entry ? entry.writtenKind : entry.kind;
  return [kind, ...("hosts" in entry ? entry.hosts : [])];
}
