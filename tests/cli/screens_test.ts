import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fromFileUrl } from "../support/module_graph.ts";
import { screens } from "../support/screens.ts";

const SCREENS = await screens();
const DIRECTORY = fromFileUrl("../fixtures/screens/");

for (const [name, text] of SCREENS) {
  Deno.test(`${name} is what is shown: else run scripts/screens.ts, and look at it`, async () => {
    strictEqual(text, await Deno.readTextFile(DIRECTORY + name));
  });
}

Deno.test("there are no screens of the past", async () => {
  const files = (await Array.fromAsync(Deno.readDir(DIRECTORY))).map(({ name }) => name);
  deepStrictEqual(files.toSorted(), [...SCREENS.keys()].toSorted());
});
