import { notStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Definition, definitionText } from "../../../src/domain/identity/definition.ts";
import { tokenKeyText } from "../../../src/domain/token/cache_entry.ts";
import { HOST, keyOf, OTHER_HOST } from "../../support/helper_fixtures.ts";

const definition: fc.Arbitrary<Definition> = fc.record({
  steps: fc.array(fc.record({ kind: fc.string(), a: fc.string(), b: fc.string() }), { maxLength: 3 }),
  opaque: fc.boolean(),
});

Deno.test("different principals never share a token", () => {
  fc.assert(
    fc.property(definition, definition, (a, b) => {
      const same = tokenKeyText(keyOf(HOST, a)) === tokenKeyText(keyOf(HOST, b));
      strictEqual(same, definitionText(a) === definitionText(b));
    }),
  );
});

Deno.test("registries share an entry only if one token is valid for both", () => {
  const text = (host: string): string => tokenKeyText(keyOf(host));
  const plain = text(HOST);
  for (
    const other of [
      OTHER_HOST,
      HOST.replace("us-east-1", "us-east-2"),
      HOST.replace("222233334444", "222233334445"),
      // A FIPS name asks another endpoint, on purpose.
      HOST.replace("dkr.ecr", "dkr.ecr-fips"),
      "222233334444.dkr.ecr.cn-north-1.amazonaws.com.cn",
      "public.ecr.aws",
    ]
  ) notStrictEqual(text(other), plain, other);
  strictEqual(text("222233334444.dkr-ecr.us-east-1.on.aws"), plain);
  strictEqual(text("ecr-public.aws.com"), text("public.ecr.aws"));
});
