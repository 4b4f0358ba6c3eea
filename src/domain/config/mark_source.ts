import type { ConfigNode, MappingEntry } from "./config_node.ts";
import type { ValueSource } from "./value_source.ts";

/** A value with every text in it marked as one that came from elsewhere. What is marked already stays as it is. */
export function withSource(node: ConfigNode, source: ValueSource): ConfigNode {
  switch (node.kind) {
    case "scalar":
      return node.source === undefined ? { ...node, source } : node;
    case "function":
      return node;
    case "sequence":
      return { ...node, items: node.items.map((item) => withSource(item, source)) };
    case "mapping":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]): [string, MappingEntry] => [
            key,
            { ...entry, value: withSource(entry.value, source) },
          ]),
        ),
      };
  }
}
