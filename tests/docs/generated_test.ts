import { strictEqual } from "node:assert/strict";
import { generatedDocs } from "../../scripts/docs.ts";

for (const [path, content] of Object.entries(await generatedDocs())) {
  Deno.test(`${path} matches the program: otherwise run scripts/docs.ts`, async () => {
    strictEqual(await Deno.readTextFile(new URL(`../../${path}`, import.meta.url)), content);
  });
}
