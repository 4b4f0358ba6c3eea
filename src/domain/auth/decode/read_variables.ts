import { child, type ConfigNode } from "../../config/config_node.ts";
import type { Located } from "../model/auth_config.ts";
import type { FieldReader } from "./field_reader.ts";

/** A valid variable name in every shell. Anything else could be a command there. */
const NAME_REGEXP = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The `env` list of an identity, `[{key: NAME, value: TEXT}]`. Undefined when there is none.
 *
 * Reference: `EnvironmentVariable` in `pkg/schema/schema.go` of Atmos
 */
export function readVariables(reader: FieldReader): ReadonlyMap<string, Located<string>> | undefined {
  const list = reader.node("env");
  if (list === undefined) return undefined;
  if (list.kind !== "sequence") {
    reader.wrong("env", "must be a list", "Use env: [{key: NAME, value: TEXT}]");
    return undefined;
  }
  const variables = new Map<string, Located<string>>();
  for (const item of list.items) {
    const name = textOf(child(item, "key"));
    const value = child(item, "value");
    const text = textOf(value);
    if (name === undefined || value === undefined || text === undefined) {
      wrongItem(reader, item, "must have a key and a value, both strings");
    } else if (!NAME_REGEXP.test(name)) {
      wrongItem(reader, item, `has the key "${name}", which is not a valid variable name`);
    } else if (text.includes("\0")) {
      wrongItem(reader, item, `has a NUL character in the value of ${name}`);
    } else variables.set(name, { value: text, origin: value.origin });
  }
  return variables;
}

function wrongItem(reader: FieldReader, item: ConfigNode, state: string): void {
  reader.report({
    message: `Cannot use ${reader.subject.label}: an entry of "env" ${state}`,
    hint: "Use env: [{key: NAME, value: TEXT}]",
    at: item.origin,
  });
}

/** A text as written; a number or boolean counts as the text that was written. */
function textOf(node: ConfigNode | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.raw;
}
