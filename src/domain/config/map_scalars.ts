import type { ConfigNode, MappingEntry, ScalarNode } from "./config_node.ts";

/** Replaces every scalar in a value. Functions are kept. */
export function mapScalars(node: ConfigNode, replace: (scalar: ScalarNode) => ScalarNode): ConfigNode {
  switch (node.kind) {
    case "scalar":
      return replace(node);
    case "function":
      return node;
    case "sequence":
      return { ...node, items: node.items.map((item) => mapScalars(item, replace)) };
    case "mapping":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]): [string, MappingEntry] => [
            key,
            { ...entry, value: mapScalars(entry.value, replace) },
          ]),
        ),
      };
  }
}
