import type { JsonNode } from "../../../../src/domain/docker/json/json_reader.ts";

/** The value that `JSON.parse` would give for a node, to compare the reader with. */
export function valueOf(text: string, node: JsonNode): unknown {
  switch (node.kind) {
    case "string":
      return node.value;
    case "array":
      return node.items.map((item) => valueOf(text, item));
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key.value, valueOf(text, value)]));
    default:
      return JSON.parse(text.slice(node.start, node.end));
  }
}
