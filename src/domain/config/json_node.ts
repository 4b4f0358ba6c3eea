import { CONFIG_LIMITS } from "./config_limits.ts";
import { type ConfigNode, foldName, type MappingEntry } from "./config_node.ts";
import type { Origin } from "./origin.ts";

/**
 * JSON values as a tree, all with one position.
 *
 * @param text The JSON text of a single value.
 * @returns undefined if it is too deep or too large.
 */
export function jsonNode(value: unknown, text: string, origin: Origin): ConfigNode | undefined {
  let count = 0;
  const build = (one: unknown, depth: number): ConfigNode | undefined => {
    if (depth > CONFIG_LIMITS.depth || ++count > CONFIG_LIMITS.values) return undefined;
    if (Array.isArray(one)) {
      const items = one.map((item) => build(item, depth + 1));
      return items.some((item) => item === undefined)
        ? undefined
        : { kind: "sequence", items: items.filter((item) => item !== undefined), origin };
    }
    if (typeof one === "object" && one !== null) {
      const entries = new Map<string, MappingEntry>();
      const hidden: MappingEntry[] = [];
      for (const [key, inner] of Object.entries(one)) {
        const node = build(inner, depth + 1);
        if (node === undefined) return undefined;
        const old = entries.get(foldName(key));
        if (old !== undefined) hidden.push(old);
        entries.set(foldName(key), { key, keyOrigin: origin, value: node });
      }
      return { kind: "mapping", entries, ...(hidden.length === 0 ? {} : { hidden }), origin };
    }
    const scalar = one as string | number | boolean | null;
    // A single number keeps its digits: an account ID may have more than a number can represent exactly.
    const raw = typeof scalar === "string" ? scalar : depth === 0 ? text.trim() : String(scalar);
    return { kind: "scalar", value: scalar, raw, quoted: scalar !== null, origin };
  };
  return build(value, 0);
}
