import type { ConfigNode, FunctionNode } from "./config_node.ts";
import { mapScalars } from "./map_scalars.ts";
import { isSecretName } from "./secret_keys.ts";

/** Variables in a command. */
const VARIABLE_REGEXP = /\$\{?(\w+)/g;

/** Words in commands that print secrets, such as `get-secret-value`, `print-access-token`, `vault`, `op read`. */
const SECRET_COMMAND_REGEXP = /secret|token|passw|\b(?:vault|gopass|op read)\b/i;

/** Whether a command looks as if it printed a secret. */
export function printsSecret({ argument }: FunctionNode): boolean {
  return SECRET_COMMAND_REGEXP.test(argument) ||
    argument.matchAll(VARIABLE_REGEXP).some(([, name = ""]) => isSecretName(name));
}

/** Marks every text in a value as hidden. */
export function asSecret(node: ConfigNode): ConfigNode {
  return mapScalars(node, (scalar) => ({ ...scalar, secret: true }));
}
