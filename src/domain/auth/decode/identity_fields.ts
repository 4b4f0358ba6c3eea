import { child, type ConfigNode, foldName } from "../../config/config_node.ts";
import type { Located, SessionTags } from "../model/auth_config.ts";
import { type FieldReader, valueText } from "./field_reader.ts";

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
    return reader.wrong("env", "must be a list", "Use env: [{key: NAME, value: TEXT}]");
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
  reader.subject.refuse(`an entry of "env" ${state}`, item.origin, "Use env: [{key: NAME, value: TEXT}]");
}

function textOf(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? valueText(node) : undefined;
}

/** Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, parameter Tags. */
const MAX_TAGS = 50;

/** Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const TAG_KEY_REGEXP = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE_REGEXP = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Reference: API_AssumeRole, parameter SourceIdentity; AWS reserves the prefix. */
const SOURCE_IDENTITY_REGEXP = /^(?!aws:)[\w+=,.@-]{2,64}$/i;

/** `tags` and `transitive_tags` of a role; values that AWS would reject are reported. */
export function readSessionTags(principal: FieldReader): SessionTags | undefined {
  const node = principal.node("tags");
  const transitive = readTransitive(principal);
  if (node === undefined && transitive.length === 0) return undefined;
  if (node !== undefined && node.kind !== "mapping") {
    return principal.wrong("tags", "must be a mapping of keys to values");
  }
  const values = new Map<string, string>();
  for (const { key, value } of node?.entries.values() ?? []) {
    const text = value.kind === "scalar" ? valueText(value) : undefined;
    if (
      text !== undefined && TAG_VALUE_REGEXP.test(text) && TAG_KEY_REGEXP.test(key) && !/^aws:/i.test(key)
    ) {
      values.set(key, text);
    } else {
      principal.wrong(
        "tags",
        `contains "${key.slice(0, 128)}", which AWS does not accept as a tag`,
        "Use keys of 1 to 128 and values of up to 256 letters, digits, spaces and _.:/=+-@",
      );
    }
  }
  if (values.size > MAX_TAGS) {
    principal.wrong("tags", `contains ${values.size} tags, but AWS accepts at most ${MAX_TAGS}`);
  }
  const known = new Set([...values.keys()].map(foldName));
  const unknown = transitive.find((key) => !known.has(foldName(key)));
  if (unknown !== undefined) {
    principal.wrong("transitive_tags", `contains "${unknown.slice(0, 128)}", which is not in tags`);
  }
  return { values, transitive };
}

/** `source_identity` of a role; a value that AWS would reject is reported. */
export function readSourceIdentity(principal: FieldReader): string | undefined {
  const text = principal.text("source_identity")?.value;
  if (text === undefined || SOURCE_IDENTITY_REGEXP.test(text)) return text;
  return principal.wrong(
    "source_identity",
    "is not accepted by AWS",
    "Use 2 to 64 letters, digits and _+=,.@-",
  );
}

function readTransitive(principal: FieldReader): readonly string[] {
  const node = principal.node("transitive_tags");
  if (node === undefined) return [];
  const items = node.kind === "sequence" ? node.items : undefined;
  if (items === undefined || !items.every((item) => item.kind === "scalar")) {
    principal.wrong("transitive_tags", "must be a list of tag keys");
    return [];
  }
  return items.map(valueText);
}
