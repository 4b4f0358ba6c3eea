/**
 * The JSON Schema of the `auth` section, for editors, from the tables that the program decodes by. Names compare without regard to case:
 * an editor offers them in lower case, and takes them in any.
 *
 * Reference: https://json-schema.org/draft-07, which the YAML language server knows best.
 *
 * @module
 */
import {
  AUTH_FIELDS,
  type FieldTable,
  FOREIGN_KIND_REGEXP,
  IDENTITY_KINDS,
  INTEGRATION_KINDS,
  isTable,
  type Kinds,
  PROVIDER_KINDS,
} from "../src/domain/auth/model/known_fields.ts";

/** A schema, or a part of one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** Where the schema is in the repository, and in a release. */
export const SCHEMA_PATH = "docs/schema/atmos-auth.schema.json";

/** What a value of a text may be: numbers and booleans count as their text. */
const SCALAR: Schema = { type: ["string", "number", "boolean", "null"] };

/** Leaves that hold something else than one text. */
const STRUCTURES: readonly string[] = [
  "credentials",
  "console",
  "driver",
  "emulator",
  "env",
  "integrations",
  "keyring",
  "logs",
  "registries",
  "repos",
  "spec",
  "tags",
  "transitive_tags",
];

/** The keys of a table. A whole mapping may be the value of a function such as `!include`, which is a text to an editor. */
function tableSchema(fields: FieldTable): Schema {
  return {
    type: ["object", "string", "null"],
    properties: Object.fromEntries(
      Object.entries(fields).map((
        [key, inside],
      ) => [key, isTable(inside) ? tableSchema(inside) : leafSchema(key)]),
    ),
    propertyNames: { pattern: `^(?:${Object.keys(fields).map(anyCase).join("|")})$` },
  };
}

function leafSchema(key: string): Schema {
  return STRUCTURES.includes(key) ? {} : SCALAR;
}

/** A pattern that matches a name in any case; JSON Schema has no flags. */
function anyCase(name: string): string {
  return name.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** Entries by name, each with the keys of its kind; those of kinds that are left alone with any. */
function sectionSchema({ ours, others }: Kinds): Schema {
  const rules = [...ours].map(([kind, fields]) => ({
    if: { type: "object", properties: { kind: { const: kind } }, required: ["kind"] },
    then: tableSchema(fields),
  }));
  const kind = {
    anyOf: [{ enum: [...ours.keys(), ...others] }, { type: "string", pattern: FOREIGN_KIND_REGEXP.source }],
  };
  const entry = {
    type: ["object", "string", "null"],
    properties: { kind },
    // Not required: a profile or an imported file may have the rest of an entry.
    allOf: rules,
  };
  return { type: ["object", "string", "null"], additionalProperties: entry };
}

/** The schema of an `atmos.yaml`, as far as its `auth` section goes. */
export function authSchema(): Schema {
  const sections = {
    providers: sectionSchema(PROVIDER_KINDS),
    identities: sectionSchema(IDENTITY_KINDS),
    integrations: sectionSchema(INTEGRATION_KINDS),
  };
  const auth = tableSchema(AUTH_FIELDS);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "The auth section of atmos.yaml, as atmos-ecr reads it",
    type: ["object", "null"],
    properties: { auth: { ...auth, properties: { ...auth["properties"] as Schema, ...sections } } },
  };
}
