import { strictEqual } from "node:assert/strict";
import type { Definition, DefinitionStep } from "../../../src/domain/identity/definition.ts";
import { differingField } from "../../../src/domain/identity/definition_words.ts";

const of = (...steps: DefinitionStep[]): Definition => ({ steps, opaque: false });
const role = { kind: "role", role_arn: "a", tags: { x: "1" } };

for (
  const [name, a, b, field] of [
    ["equal", of(role), of({ role_arn: "a", tags: { x: "1" }, kind: "role" }), undefined],
    ["a value", of(role), of({ ...role, role_arn: "b" }), "role_arn"],
    ["a value below", of(role), of({ ...role, tags: { x: "2" } }), "tags"],
    ["absent and null", of(role), of({ ...role, external_id: null }), "external_id"],
    ["the kind", of(role), of({ ...role, kind: "user" }), "kind of identity"],
    ["a step more", of(role), of(role, role), "chain of identities"],
    ["what files cannot tell", of(role), { ...of(role), opaque: true }, "source of credentials"],
  ] as const
) {
  Deno.test(`differingField(): ${name}`, () => {
    strictEqual(differingField(a, b), field);
    strictEqual(differingField(b, a), field);
  });
}
