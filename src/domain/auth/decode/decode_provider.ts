import { type ConfigNode, entriesOf, type MappingEntry, writtenText } from "../../config/config_node.ts";
import type { Entry, Located, Provider } from "../model/auth_config.ts";
import { readRegion } from "./aws_values.ts";
import { decodeEntry, type EntrySort } from "./decode_entry.ts";
import { type FieldReader, trustOf } from "./field_reader.ts";
import { PROVIDER_KINDS } from "../model/known_fields.ts";

/** Decodes an entry of `auth.providers`. */
export function decodeProvider(entry: MappingEntry): Entry<Provider> {
  return decodeEntry(entry, PROVIDER);
}

const PROVIDER: EntrySort<Provider> = {
  noun: "provider",
  kinds: PROVIDER_KINDS,
  decode: (kind, reader, entry) => {
    switch (kind.value) {
      case "aws/iam-identity-center":
        reader.requiredText("start_url", "Add the start URL of IAM Identity Center");
        readRegion(reader, { missing: "Add the region of IAM Identity Center" });
        break;
      case "aws/saml":
        requirePage(reader);
        readRegion(reader, { missing: "Add the region of STS" });
        break;
      default:
        readRegion(reader);
    }
    return toProvider(kind, entry);
  },
  decodeOther: (kind, _reader, entry) => toProvider(kind, entry),
};

function toProvider(kind: Located<string>, entry: MappingEntry): Provider {
  const fields = new Map<string, Located<string>>();
  collectTexts(entry.value, "", fields);
  return { name: entry.key, origin: entry.keyOrigin, kind: kind.value, fields };
}

/** Keys whose values are not decoded: no login here uses a password. */
const LEFT_OUT: readonly string[] = ["kind", "password"];

function collectTexts(node: ConfigNode, path: string, fields: Map<string, Located<string>>): void {
  for (const [key, { value: inner }] of entriesOf(node)) {
    const name = `${path}${key}`;
    if (LEFT_OUT.includes(name)) continue;
    const value = writtenText(inner);
    if (value !== undefined) {
      fields.set(name, { value, origin: inner.origin, ...inner.kind === "scalar" ? trustOf(inner) : {} });
    }
    collectTexts(inner, `${name}.`, fields);
  }
}

/** The page of a SAML identity provider, which a browser must be able to open. */
function requirePage(reader: FieldReader): void {
  const url = reader.requiredText("url", "Add the URL of the SAML identity provider");
  if (url === undefined || /^https?:\/\/[^/\s]/i.test(url.value)) return;
  reader.wrong(
    "url",
    "is not a URL",
    "Write the whole URL of the SAML identity provider, beginning with https://",
  );
}
