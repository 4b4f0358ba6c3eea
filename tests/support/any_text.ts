/**
 * Texts of any characters for properties. fast-check's own `binary` and `webUrl` make tables of all characters first, which takes two
 * seconds in each isolate.
 *
 * @module
 */
import fc from "fast-check";

/** Any character of Unicode, those of ASCII more often, as a `unit` of `fc.string`. No half of a surrogate pair. */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
).map(
  (code) => String.fromCodePoint(code),
  // With it, strings have the names of an object's own properties in them.
  (character) => typeof character === "string" ? character.codePointAt(0) ?? 0 : 0,
);

/** Any URL of the web. */
export const anyWebUrl: fc.Arbitrary<string> = fc.tuple(
  fc.constantFrom("http", "https"),
  fc.webAuthority(),
  fc.array(fc.string({ unit: anyCharacter }).map((text) => `/${encodeURIComponent(text)}`)),
).map(([scheme, authority, path]) => `${scheme}://${authority}${path.join("")}`);
