import type { ScalarNode } from "./config_node.ts";
import type { Origin } from "./origin.ts";

/** A text node, as if written in quotes. */
export function textNode(value: string, origin: Origin): ScalarNode {
  return { kind: "scalar", value, raw: value, quoted: true, origin };
}
