import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  decodeDefinition,
  type Definition,
  definitionText,
  type DefinitionValue,
  encodeDefinition,
  isSameDefinition,
} from "../../../src/domain/identity/definition.ts";

/** Texts that run into each other where there is no wall between them. */
const text = fc.oneof(
  fc.constantFrom("", "a", "b", `"`, ",", `a","b`, "null", "true", "[]", "__proto__"),
  fc.string(),
);
const { value } = fc.letrec<{ value: DefinitionValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(null, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const definition: fc.Arbitrary<Definition> = fc.record({
  steps: fc.array(
    fc.tuple(text, fc.dictionary(fc.constantFrom("a", "b"), value, { noNullPrototype: true })).map((
      [kind, fields],
    ) => ({
      kind,
      ...fields,
    })),
    { maxLength: 3 },
  ),
  opaque: fc.boolean(),
}, { noNullPrototype: true });

Deno.test("two definitions share a text only if they are equal", () => {
  fc.assert(
    fc.property(definition, definition, (a, b) => {
      strictEqual(definitionText(a) === definitionText(b), isDeepStrictEqual(a, b));
      strictEqual(isSameDefinition(a, b), isDeepStrictEqual(a, b));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a change of one value changes the text", () => {
  fc.assert(
    fc.property(definition, value, (base, other) => {
      const of = (field: DefinitionValue): Definition => ({
        ...base,
        steps: [...base.steps, { kind: "k", field }],
      });
      strictEqual(isSameDefinition(of(other), of({ other })), false);
      strictEqual(isSameDefinition(of(other), of([other])), false);
      strictEqual(isSameDefinition(of(other), base), false);
    }),
  );
});

Deno.test("the order of fields makes no difference", () => {
  const a = { steps: [{ kind: "k", x: { a: "1", b: "2" }, y: "3" }], opaque: false };
  const b = { steps: [{ y: "3", x: { b: "2", a: "1" }, kind: "k" }], opaque: false };
  strictEqual(definitionText(a), definitionText(b));
});

Deno.test("a definition comes back from JSON", () => {
  fc.assert(
    fc.property(definition, (one) => {
      deepStrictEqual(decodeDefinition(JSON.parse(JSON.stringify(encodeDefinition(one)))), one);
    }),
  );
});

Deno.test("an invalid definition is not decoded", async (t) => {
  const rows: readonly unknown[] = [
    null,
    [],
    {},
    { steps: [], opaque: "no" },
    { steps: {}, opaque: false },
    { steps: [{}], opaque: false },
    { steps: [{ kind: 1 }], opaque: false },
    { steps: [{ kind: "k", n: 1 }], opaque: false },
    { steps: [null], opaque: false },
  ];
  for (const row of rows) {
    await t.step(JSON.stringify(row), () => strictEqual(decodeDefinition(row), undefined));
  }
});
