import assert from "node:assert/strict";
import fc from "fast-check";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonRecord = { [key: string]: Json };

const HOSTS = ["a.example", "b.example", "https://a.example", "__proto__", "1", 'quo"te', "\u00e9.example"];
const host = fc.constantFrom(...HOSTS);
const base64 = fc.base64String({ minLength: 4 });
const noise = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;

const entry: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.record({ auth: base64, identitytoken: fc.string(), email: fc.string(), future: noise }, {
    requiredKeys: [],
  }),
);
const auths: fc.Arbitrary<Json> = fc.oneof(fc.constant(null), dictionary(host, entry));
const config = fc.tuple(
  dictionary(fc.constantFrom("psFormat", "plugins", "__proto__", "2", "1"), noise),
  fc.record({ auths, credHelpers: dictionary(host, fc.string()) }, { requiredKeys: [] }),
  fc.boolean(),
).map(([other, known, knownFirst]) =>
  knownFirst ? merge(known as JsonRecord, other) : merge(other, known as JsonRecord)
);

/** A configuration and a text of it, in any layout. */
const text = fc.tuple(
  config,
  fc.constantFrom("", "\uFEFF"),
  fc.oneof(
    fc.constantFrom<Printer>(
      (value) => JSON.stringify(value),
      (value) => JSON.stringify(value, undefined, "\t"),
      (value) => JSON.stringify(value, undefined, 2).replaceAll("\n", "\r\n"),
    ),
    fc.array(fc.constantFrom("", "", " ", "\n", "\r\n\t", "  "), { minLength: 1, maxLength: 17 }).map(
      messyPrinter,
    ),
  ),
).map(([value, mark, print]) => mark + print(value));

Deno.test("setAuths() changes the target pointer and no other value, in any layout", () => {
  fc.assert(fc.property(text, host, base64, (text, host, auth) => {
    const changed = parse(text).setAuths([[host, auth]]).text ?? "";
    const expected = valueOf(text);
    const auths = objectAt(expected, "auths");
    const entry = objectAt(auths, host);
    delete entry["identitytoken"];
    define(entry, "auth", auth);
    assert.deepEqual(valueOf(changed), expected);
  }));
});

Deno.test("setAuths() of a new host is one insertion where auths has members, and its removal undoes it", () => {
  fc.assert(fc.property(text, base64, (text, auth) => {
    const document = parse(text);
    const added = document.setAuths([["new.example", auth]]);
    const removed = added.removeAuths(["new.example"]);
    fc.pre(document.auths.size > 0);
    assert.ok(isInsertion(text, added.text ?? ""));
    assert.equal(removed.text, text);
  }));
});

Deno.test("setCredHelpers() of a new host is one insertion where credHelpers has members, and its removal undoes it", () => {
  fc.assert(fc.property(text, (text) => {
    const document = parse(text);
    fc.pre(document.credHelpers.size > 0);
    const added = document.setCredHelpers([["new.example", "atmos-ecr"]]);
    assert.ok(isInsertion(text, added.text ?? ""));
    assert.equal(added.removeCredHelpers(["new.example"]).text, text);
  }));
});

Deno.test("removeAuths() removes the spellings of the host and keeps every other byte of the other entries", () => {
  fc.assert(fc.property(text, (text) => {
    const document = parse(text);
    const removed = document.removeAuths(["a.example"]);
    const expected = valueOf(text);
    if (expected["auths"] !== null && expected["auths"] !== undefined) {
      for (const key of ["a.example", "https://a.example"]) delete objectAt(expected, "auths")[key];
    }
    assert.deepEqual(valueOf(removed.text ?? ""), expected);
    assert.ok(isSubsequence(removed.text ?? "", text));
  }));
});

Deno.test("setAuths() and setCredHelpers() are idempotent", () => {
  fc.assert(fc.property(text, fc.array(fc.tuple(host, base64)), (text, logins) => {
    const once = parse(text).setAuths(logins).setCredHelpers(logins);
    const again = parse(once.text ?? "").setAuths(logins).setCredHelpers(logins);
    assert.equal(again.text, once.text);
  }));
});

Deno.test("setAuths() for many hosts equals one after another", () => {
  fc.assert(
    fc.property(
      text,
      fc.uniqueArray(fc.tuple(host, base64), { selector: ([host]) => host }),
      (text, logins) => {
        const together = parse(text).setAuths(logins);
        const apart = logins.reduce((document, login) => document.setAuths([login]), parse(text));
        assert.deepEqual(valueOf(together.text ?? ""), valueOf(apart.text ?? ""));
      },
    ),
  );
});

type Printer = (value: Json) => string;

function parse(text: string): DockerConfigDocument {
  return DockerConfigDocument.parse(text, "config.json");
}

function valueOf(text: string): JsonRecord {
  return JSON.parse(text.replace(/^\uFEFF/, ""));
}

function objectAt(parent: JsonRecord, key: string): JsonRecord {
  const existing = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (typeof existing === "object" && existing !== null) return existing as JsonRecord;
  return define(parent, key, {});
}

/** An own property also for `__proto__`. */
function define<T extends Json>(object: JsonRecord, key: string, value: T): T {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  return value;
}

function merge(...objects: readonly JsonRecord[]): JsonRecord {
  return Object.fromEntries(objects.flatMap((object) => Object.entries(object)));
}

function dictionary(key: fc.Arbitrary<string>, value: fc.Arbitrary<Json>): fc.Arbitrary<JsonRecord> {
  return fc.uniqueArray(fc.tuple(key, value), { selector: ([key]) => key, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
}

/** Prints with the given stretches of white space between all tokens, one after another, over and over. */
function messyPrinter(spaces: readonly string[]): Printer {
  return (value) => {
    let next = 0;
    const space = (): string => spaces[next++ % spaces.length] ?? "";
    const print = (value: Json): string => {
      if (typeof value !== "object" || value === null) return JSON.stringify(value);
      const parts = Array.isArray(value)
        ? value.map((item) => `${space()}${print(item)}${space()}`)
        : Object.entries(value).map(([key, item]) =>
          `${space()}${JSON.stringify(key)}${space()}:${space()}${print(item)}${space()}`
        );
      const inner = parts.length === 0 ? space() : parts.join(",");
      return Array.isArray(value) ? `[${inner}]` : `{${inner}}`;
    };
    return `${space()}${print(value)}${space()}`;
  };
}

/** Whether `longer` is `shorter` with one stretch put in. */
function isInsertion(shorter: string, longer: string): boolean {
  let prefix = 0;
  while (prefix < shorter.length && shorter[prefix] === longer[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter.length && shorter.at(-1 - suffix) === longer.at(-1 - suffix)) suffix++;
  return longer.length > shorter.length && prefix + suffix >= shorter.length;
}

/** Whether `part` is `whole` with stretches left out. */
function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
}
