import { child, type ConfigNode, type MappingNode } from "../../domain/config/config_node.ts";
import { findKey } from "../../domain/config/key_path.ts";
import { explainConfig, type ExplainedValue } from "../../domain/config/explain_config.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { nearest } from "../../domain/text/nearest.ts";

/** The section that is explained if no key is given. */
const AUTH = "auth";

/** With more keys than this, no similar key is suggested: the comparison takes too long. */
const MAX_COMPARED = 5_000;

/**
 * Where the values at and below a key come from.
 *
 * @param key A dotted key, with or without `auth.` at its beginning; the whole section if absent.
 * @throws {UsageError} `USAGE` for an unknown key, with the nearest one.
 */
export function explainKey(auth: MappingNode, key: string = AUTH): ExplainedValue[] {
  const root: MappingNode = {
    kind: "mapping",
    entries: new Map([[AUTH, { key: AUTH, keyOrigin: auth.origin, value: auth }]]),
    origin: auth.origin,
  };
  const found = findKey(root, key) ?? findKey(root, `${AUTH}.${key}`);
  if (found !== undefined && key !== "") return explainConfig(found);
  throw new UsageError(`Cannot explain "${key}": no such key in the auth section`, {
    hint: hintFor(key, child(root, AUTH)),
  });
}

function hintFor(key: string, auth: ConfigNode | undefined): string {
  const names = auth === undefined ? [] : keysOf(auth, AUTH).take(MAX_COMPARED).toArray();
  const isLong = key.toLowerCase().startsWith(AUTH);
  const near = nearest(key, isLong ? names : names.map((name) => name.slice(AUTH.length + 1)));
  return near === undefined
    ? "Run `atmos-ecr config explain` without a key to see all of them"
    : `Did you mean "${near}"?`;
}

/** Every dotted key in a mapping. */
function* keysOf(node: ConfigNode, path: string): Generator<string, void> {
  if (node.kind !== "mapping") return;
  for (const { key, value } of node.entries.values()) {
    const name = `${path}.${key}`;
    yield name;
    yield* keysOf(value, name);
  }
}
