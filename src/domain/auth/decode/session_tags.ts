import { foldName, type ScalarNode } from "../../config/config_node.ts";
import type { SessionTags } from "../model/auth_config.ts";
import type { FieldReader } from "./field_reader.ts";

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
    principal.wrong("tags", "must be a mapping of keys to values");
    return undefined;
  }
  const values = new Map<string, string>();
  for (const { key, value } of node?.entries.values() ?? []) {
    const text = value.kind === "scalar" ? textOf(value) : undefined;
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
    principal.wrong(
      "transitive_tags",
      `contains "${unknown.slice(0, 128)}", which is not in tags`,
    );
  }
  return { values, transitive };
}

/** `source_identity` of a role; a value that AWS would reject is reported. */
export function readSourceIdentity(principal: FieldReader): string | undefined {
  const text = principal.text("source_identity")?.value;
  if (text === undefined || SOURCE_IDENTITY_REGEXP.test(text)) return text;
  principal.wrong(
    "source_identity",
    "is not accepted by AWS",
    "Use 2 to 64 letters, digits and _+=,.@-",
  );
  return undefined;
}

function readTransitive(principal: FieldReader): readonly string[] {
  const node = principal.node("transitive_tags");
  if (node === undefined) return [];
  const items = node.kind === "sequence" ? node.items : undefined;
  if (items === undefined || !items.every((item) => item.kind === "scalar")) {
    principal.wrong("transitive_tags", "must be a list of tag keys");
    return [];
  }
  return items.map(textOf);
}

/** A number or boolean counts as the text that was written. */
function textOf({ value, raw }: ScalarNode): string {
  return typeof value === "string" ? value : raw;
}
