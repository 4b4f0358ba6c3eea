import { child, type MappingNode } from "../../config/config_node.ts";
import type { AuthConfig, Entry, Identity, Integration, Via } from "./auth_config.ts";

/** A reference of an identity or integration. */
export interface Link {
  /** The noun of the referring entry. */
  readonly noun: "identity" | "integration";
  readonly entry: Entry<Identity | Integration>;
  readonly via: Via;
}

/** Every `via` of the configuration, including those of unusable entries. */
export function linksOf(tree: MappingNode, auth: AuthConfig): Link[] {
  return [
    ...linksIn(tree, "identity", auth.identities),
    ...linksIn(tree, "integration", auth.integrations),
  ];
}

function linksIn(
  tree: MappingNode,
  noun: Link["noun"],
  entries: ReadonlyMap<string, Entry<Identity | Integration>>,
): Link[] {
  const section = child(child(tree, "auth"), noun === "identity" ? "identities" : "integrations");
  return [...entries].flatMap(([name, entry]) => {
    const vias = entry.value === undefined ? writtenVias(child(section, name)) : viaOf(entry.value);
    return vias.map((via) => ({ noun, entry, via }));
  });
}

function viaOf(value: Identity | Integration): Via[] {
  return "via" in value && value.via !== undefined ? [value.via] : [];
}

/** The references of an entry that could not be decoded. */
function writtenVias(entry: ReturnType<typeof child>): Via[] {
  const via = child(entry, "via");
  return (["identity", "provider"] as const).flatMap((kind) => {
    const node = child(via, kind);
    return node?.kind === "scalar" && node.value !== null && node.raw !== ""
      ? [{ kind, name: node.raw, origin: node.origin }]
      : [];
  });
}
