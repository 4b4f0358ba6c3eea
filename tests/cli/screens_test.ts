import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fromFileUrl } from "../support/module_graph.ts";
import { HOST } from "../support/helper_fixtures.ts";
import { HARD_NAMES, screenOf, screens } from "../support/screens.ts";

const SCREENS = await screens();
const DIRECTORY = fromFileUrl("../fixtures/screens/");

for (const [name, text] of SCREENS) {
  Deno.test(`${name} is what is shown: else run scripts/screens.ts, and look at it`, async () => {
    strictEqual(text, await Deno.readTextFile(DIRECTORY + name));
  });
}

/** Of every terminal, down to those that nothing fits. */
const ALL_WIDTHS: readonly number[] = [1, 20, 32, 40, 48, 56, 60, 72, 80, 100, 120, 140, 200, 400];

/** What people copy: hosts, ARNs, and what is in backquotes or behind `run:`. */
const COPIED = /\d{12}\.dkr[\w.-]+|public\.ecr\.aws|arn:[\w:/-]+|`[^`]+`|(?<=run: )atmos-ecr \S+ \S+/g;

for (const [kind, names] of [["the usual names", {}], ["hard names", HARD_NAMES]] as const) {
  for (
    const args of [["list"], ["status"], ["auth", "list"], ["login", "--all"], ["explain", HOST]]
  ) {
    Deno.test(`atmos-ecr ${args.join(" ")} breaks nothing that is copied at any width, with ${kind}`, async () => {
      const copied = (await screenOf(args, 10_000, names)).match(COPIED) ?? [];
      const words = [...copied, ...(args[0]?.endsWith("list") === true ? Object.values(names) : [])];
      ok(words.length > 0 || args[0] === "auth");
      for (const columns of ALL_WIDTHS) {
        const screen = await screenOf(args, columns, names);
        for (const word of words) ok(screen.includes(word), `${columns}: ${word}\n${screen}`);
      }
    });
  }
}

Deno.test("there are no outdated screens", async () => {
  const files = (await Array.fromAsync(Deno.readDir(DIRECTORY))).map(({ name }) => name);
  deepStrictEqual(files.toSorted(), [...SCREENS.keys()].toSorted());
});
