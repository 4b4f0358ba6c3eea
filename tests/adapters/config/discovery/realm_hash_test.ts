import { strictEqual } from "node:assert/strict";
import { realmHash } from "../../../../src/adapters/config/discovery/realm_hash.ts";

/** Reference: atmos-config.md section 6.6. */
const VECTORS: readonly (readonly [string, string | undefined])[] = [
  ["/r", "6588117f7b516232"],
  ["/R/", "6588117f7b516232"],
  ["/x/../r", "6588117f7b516232"],
  ["/w/proj", "783cc1983e91460e"],
  [".", "cdb4ee2aea69cc6a"],
  ["./", "cdb4ee2aea69cc6a"],
  ["a;b;", "070deeb81a6a83c3"],
  ["", undefined],
];

for (const [path, hash] of VECTORS) {
  Deno.test(`realmHash() gives ${hash ?? "nothing"} for "${path}"`, async () =>
    strictEqual(await realmHash(path), hash));
}
