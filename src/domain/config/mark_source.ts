import type { ConfigNode } from "./config_node.ts";
import { mapScalars } from "./map_scalars.ts";
import type { ValueSource } from "./value_source.ts";

/** Marks every text in a value with its source. Existing marks are kept. */
export function withSource(node: ConfigNode, source: ValueSource): ConfigNode {
  return mapScalars(node, (scalar) => scalar.source === undefined ? { ...scalar, source } : scalar);
}
