import { decodeAuth } from "../../src/domain/auth/decode/decode_auth.ts";
import type { AuthConfig } from "../../src/domain/auth/model/auth_config.ts";
import {
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
} from "../../src/domain/config/config_node.ts";
import type { Origin } from "../../src/domain/config/origin.ts";

/** A plain value, to be made a configuration tree of. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A configuration tree from plain values. Each value has a line of its own, in the order of writing. */
export function configTree(value: { readonly [key: string]: Plain }): MappingNode {
  let line = 0;
  const origin = (): Origin => ({ kind: "file", file: "atmos.yaml", line: ++line, column: 1 });
  const node = (plain: Plain): ConfigNode => {
    if (Array.isArray(plain)) return { kind: "sequence", origin: origin(), items: plain.map(node) };
    if (typeof plain === "object" && plain !== null) {
      return mapping(plain as { readonly [key: string]: Plain });
    }
    const scalar = plain as string | number | boolean | null;
    return {
      kind: "scalar",
      value: scalar,
      raw: String(scalar),
      quoted: typeof scalar === "string",
      origin: origin(),
    };
  };
  const mapping = (plain: { readonly [key: string]: Plain }): MappingNode => {
    const at = origin();
    const entries = new Map<string, MappingEntry>();
    for (const [key, inner] of Object.entries(plain)) {
      entries.set(foldName(key), { key, keyOrigin: origin(), value: node(inner) });
    }
    return { kind: "mapping", origin: at, entries };
  };
  return mapping(value);
}

/** The `auth` section that such values mean. */
export function authConfig(auth: { readonly [key: string]: Plain }): AuthConfig {
  return decodeAuth(configTree({ auth }));
}
