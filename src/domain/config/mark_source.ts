import type { ConfigNode } from "./config_node.ts";
import { mapScalars } from "./map_scalars.ts";
import type { ValueSource } from "./value_source.ts";

/** A value with every text in it marked as one that came from elsewhere. What is marked already stays as it is. */
export function withSource(node: ConfigNode, source: ValueSource): ConfigNode {
  return mapScalars(node, (scalar) => scalar.source === undefined ? { ...scalar, source } : scalar);
}
