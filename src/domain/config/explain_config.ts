import type { ConfigNode } from "./config_node.ts";
import { formatKey, type FoundKey } from "./key_path.ts";
import type { Origin } from "./origin.ts";
import { plainConfig, type PlainValue } from "./plain_config.ts";
import type { KeyPath } from "./secret_keys.ts";

/** A value, with secrets masked, and its origin. */
export interface PlacedValue {
  readonly value: PlainValue;
  readonly origin: Origin;
}

/** A value in use, and what it overrode. */
export interface ExplainedValue extends PlacedValue {
  /** Its dotted key. */
  readonly name: string;
  /** What it overrode, nearest first. */
  readonly overrides: readonly PlacedValue[];
}

/**
 * Every value at and below a key, in the order of the text. A list counts as one, since lists are replaced as a whole. A mapping is listed
 * itself if it is empty or overrode another value.
 */
export function explainConfig({ path, node }: FoundKey): ExplainedValue[] {
  const inside = node.kind === "mapping"
    ? [...node.entries.values()].flatMap(({ key, value }) =>
      explainConfig({ path: [...path, key], node: value })
    )
    : [];
  const overrides = (node.overrides ?? []).map((old) => placed(old, path));
  if (inside.length > 0 && overrides.length === 0) return inside;
  return [{ name: formatKey(path), ...placed(node, path), overrides }, ...inside];
}

function placed(node: ConfigNode, path: KeyPath): PlacedValue {
  return { value: plainConfig(node, path), origin: node.origin };
}
