import {
  child,
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
} from "../config/config_node.ts";

/** The keys that are read from an identity: only those that identify the permission set, and none that could lead elsewhere. */
interface Shape {
  readonly [key: string]: Shape | "text";
}

const IDENTITY: Shape = {
  kind: "text",
  provider: "text",
  via: { provider: "text" },
  principal: { name: "text", account: { id: "text", name: "text" } },
};

/**
 * What a file of provisioned identities adds to a configuration: plain permission sets of its own provider. Anything else, such as
 * functions, endpoints, imports or other kinds of identities, is ignored, so that the file needs no trust.
 */
export function readProvisioned(tree: MappingNode, provider: string): MappingNode {
  const identities = child(child(tree, "auth"), "identities");
  const entries = new Map<string, MappingEntry>();
  for (const [key, entry] of identities?.kind === "mapping" ? identities.entries : []) {
    const value = plain(entry.value, IDENTITY);
    if (value !== undefined && isPermissionSet(value, provider)) entries.set(key, { ...entry, value });
  }
  return within("auth", within("identities", { kind: "mapping", entries, origin: tree.origin }));
}

function isPermissionSet(identity: ConfigNode, provider: string): boolean {
  const via = child(child(identity, "via"), "provider");
  return textOf(child(identity, "kind")) === "aws/permission-set" &&
    foldName(textOf(via) ?? "") === foldName(provider);
}

/** A node with only the keys of a shape; undefined for another form. */
function plain(node: ConfigNode, shape: Shape | "text"): ConfigNode | undefined {
  if (shape === "text") return textOf(node) === undefined ? undefined : node;
  if (node.kind !== "mapping") return undefined;
  const entries = new Map<string, MappingEntry>();
  for (const [key, inner] of Object.entries(shape)) {
    const entry = node.entries.get(key);
    const value = entry === undefined ? undefined : plain(entry.value, inner);
    if (entry !== undefined && value !== undefined) entries.set(key, { ...entry, value });
  }
  return { kind: "mapping", entries, origin: node.origin };
}

function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.raw : undefined;
}

function within(key: string, value: MappingNode): MappingNode {
  const { origin } = value;
  return { kind: "mapping", entries: new Map([[key, { key, keyOrigin: origin, value }]]), origin };
}
