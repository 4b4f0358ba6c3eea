/** The schema for editors and the decoder agree: what one of them does not know, the other does not. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parse } from "yaml";
import { authSchema, type Schema, SCHEMA_PATH } from "../../scripts/auth_schema.ts";
import { readYaml } from "../../src/adapters/config/yaml/yaml_reader.ts";
import { decodeAuth } from "../../src/domain/auth/decode/decode_auth.ts";
import {
  AUTH_FIELDS,
  type FieldTable,
  IDENTITY_KINDS,
  INTEGRATION_KINDS,
  isTable,
  PROVIDER_KINDS,
} from "../../src/domain/auth/model/known_fields.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { schemaFaults } from "../support/json_schema.ts";
import { documents, fencesOf } from "./markdown.ts";

const SCHEMA: Schema = JSON.parse(await Deno.readTextFile(`${fromFileUrl("../")}${SCHEMA_PATH}`));

/** What of a text the schema refuses. */
function bySchema(text: string): boolean {
  return schemaFaults(parse(text, { logLevel: "silent" }), SCHEMA).length > 0;
}

/** What the decoder says of a text, as one text. */
function byDecoder(text: string): string {
  const auth = decodeAuth(readYaml(text, "atmos.yaml").tree);
  const entries = [auth.providers, auth.identities, auth.integrations].flatMap((
    section,
  ) => [...section.values()]);
  return [auth, ...entries].flatMap(({ problems }) => problems).map(({ message, hint }) =>
    `${message} ${hint}`
  )
    .join("\n");
}

/** Each table with a text that has a mapping of it, in which `@` stands for the key and its value. */
const TABLES: readonly (readonly [fields: FieldTable, text: string])[] = [
  [AUTH_FIELDS, "auth: {@}"],
  ...[
    ["providers", PROVIDER_KINDS.ours] as const,
    ["identities", IDENTITY_KINDS.ours] as const,
    ["integrations", INTEGRATION_KINDS.ours] as const,
  ].flatMap(([section, byKind]) =>
    [...byKind].flatMap(([kind, fields]) => nested(fields, `auth: {${section}: {one: {kind: ${kind}, @}}}`))
  ),
];

function nested(fields: FieldTable, text: string): (readonly [FieldTable, string])[] {
  return [
    [fields, text],
    ...Object.entries(fields).flatMap(([key, inside]) =>
      isTable(inside) ? nested(inside, text.replace("@", `${key}: {@}`)) : []
    ),
  ];
}

Deno.test("every key of the decoder's tables is one of the schema, in any case, and no other is", () => {
  let count = 0;
  for (const [fields, text] of TABLES) {
    for (const key of Object.keys(fields).filter((key) => key !== "kind")) {
      for (const name of [key, key.toUpperCase()]) {
        const known = text.replace("@", `${name}: null`);
        strictEqual(bySchema(known), false, known);
        count++;
      }
      const unknown = text.replace("@", `${key}x: null`);
      if (Object.hasOwn(fields, `${key}x`)) continue;
      strictEqual(bySchema(unknown), true, unknown);
      ok(byDecoder(unknown).includes(`${key}x`) || byDecoder(unknown).includes(`"${key}"`), unknown);
    }
  }
  ok(count > 300);
});

/** Kinds, and things that are none → whether the schema refuses them. */
const KINDS: readonly (readonly [text: string, refused: boolean])[] = [
  ["auth: {identities: {a: {kind: aws/users}}}", true],
  ["auth: {identities: {a: []}}", true],
  ["auth: {identities: []}", true],
  ["auth: []", true],
  ["auth: {identities: {a: {kind: azure/anything, whatever: {b: c}}}}", false],
  ["auth: {integrations: {a: {kind: aws/eks, whatever: [1]}}}", false],
  ["auth:", false],
  ["components: {terraform: {}}", false],
];

Deno.test("kinds are those of the decoder", () => {
  for (const [text, refused] of KINDS) {
    strictEqual(bySchema(text), refused, text);
    strictEqual(byDecoder(text) !== "", refused, text);
  }
});

Deno.test("the documentation's examples, and every fixture that the decoder accepts, pass the schema", async () => {
  const examples = [...await documents()].flatMap(([path, text]) => fencesOf(path, text))
    .filter(({ language, text }) => language === "yaml" && /^auth:/m.test(text));
  for (const { place, text } of examples) strictEqual(bySchema(text), false, place);
  const cases: readonly { readonly files: Readonly<Record<string, readonly string[]>> }[] = JSON.parse(
    await Deno.readTextFile(fromFileUrl("../fixtures/config/cases.json")),
  );
  const texts = new Set(
    cases.flatMap(({ files }) =>
      Object.entries(files).filter(([path]) => /\.ya?ml$/.test(path)).map(([, lines]) => lines.join("\n"))
    ),
  );
  let same = 0;
  for (const text of [...texts].filter((text) => !/!\w+ [\[{]/.test(text))) {
    let said: string;
    try {
      said = byDecoder(text);
    } catch {
      continue;
    }
    const faults = schemaFaults(parse(text, { logLevel: "silent" }), SCHEMA);
    // Values are looked at by the decoder alone, an entry without a kind may get it from another file.
    ok(faults.length === 0 || said !== "", `${text}\n${faults}`);
    ok(faults.length > 0 || !/unknown key/.test(said), `${text}\n${said}`);
    same++;
  }
  ok(same > 100);
});

Deno.test("the schema in the repository is the one that the tables make", () => {
  deepStrictEqual(SCHEMA, JSON.parse(JSON.stringify(authSchema())));
});
