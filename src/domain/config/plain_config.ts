import { child, type ConfigNode, type MappingNode, type ScalarNode } from "./config_node.ts";
import { isPublicValue, isSecretName, isSecretPath, type KeyPath, MASK, maskUrls } from "./secret_keys.ts";

/** A JSON value. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A value and everything in it, with names as written and secrets masked. A function without a value is shown without its argument. */
export function plainConfig(node: ConfigNode, path: KeyPath): PlainValue {
  switch (node.kind) {
    case "scalar":
      return plainScalar(node, path);
    case "function":
      return `${node.tag} ${MASK}`;
    case "sequence":
      return node.items.map((item) => plainConfig(item, path));
    case "mapping":
      return plainMapping(node, path);
  }
}

function plainMapping(node: MappingNode, path: KeyPath): PlainValue {
  const name = child(node, "key");
  const isSecret = name?.kind === "scalar" && isSecretName(name.raw);
  return Object.fromEntries([...node.entries].map(([folded, { key, value }]) => [
    key,
    isSecret && folded === "value" ? masked(value) : plainConfig(value, [...path, key]),
  ]));
}

function plainScalar(node: ScalarNode, path: KeyPath): PlainValue {
  if ((isSecretPath(path) || node.secret === true) && !isPublicValue(path, node.raw)) return masked(node);
  if (typeof node.value === "string") return maskUrls(node.value);
  // Account ids, and other values that YAML would not reproduce as written.
  if (typeof node.value === "number" && (String(node.value) !== node.raw || /^\d{12}$/.test(node.raw))) {
    return node.raw;
  }
  return node.value;
}

/** Shows whether there is a secret, but not its value. */
function masked(node: ConfigNode): PlainValue {
  return node.kind === "scalar" && (node.value === null || node.raw === "") ? node.value : MASK;
}
