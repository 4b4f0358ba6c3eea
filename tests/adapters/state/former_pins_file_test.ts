import { deepStrictEqual } from "node:assert/strict";
import { join } from "node:path";
import { FormerPinsFile } from "../../../src/adapters/state/pin_files_reader.ts";
import { HOST, OTHER_HOST } from "../../support/helper_fixtures.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

Deno.test("the pins of an earlier version name their registries, and where they cannot be read, any", async (t) => {
  const pins = JSON.stringify({ version: 1, pins: { [HOST]: {} } });
  const rows: readonly {
    readonly name: string;
    readonly make: (path: string) => void;
    /** Whether the file exists, and whether it is said to name each of the two registries. */
    readonly found: readonly [exists: boolean, this: boolean, other: boolean];
  }[] = [
    { name: "none", make: () => {}, found: [false, false, false] },
    { name: "a file", make: (path) => Deno.writeTextFileSync(path, pins), found: [true, true, false] },
    { name: "damaged", make: (path) => Deno.writeTextFileSync(path, "{"), found: [true, true, true] },
    { name: "a directory", make: (path) => Deno.mkdirSync(path), found: [true, true, true] },
    {
      name: "a dangling link",
      make: (path) => Deno.symlinkSync("/nonexistent/pins.json", path),
      found: [true, true, true],
    },
  ];
  for (const { name, make, found } of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const path = join(dir.path, "pins.json");
      make(path);
      const former = new FormerPinsFile(path);
      const named = [HOST, OTHER_HOST].map((host) => former.naming([host]));
      deepStrictEqual([former.exist(), ...named], [
        found[0],
        ...found.slice(1).map((is) => is ? path : undefined),
      ]);
    });
  }
  const nowhere = new FormerPinsFile(undefined);
  deepStrictEqual([nowhere.exist(), nowhere.naming([HOST])], [false, undefined]);
});
