import type { ScalarNode } from "./config_node.ts";
import type { Origin } from "./origin.ts";

/** A text that is one by intent, as if it were written in quotes. */
export function textNode(value: string, origin: Origin): ScalarNode {
  return { kind: "scalar", value, raw: value, quoted: true, origin };
}
