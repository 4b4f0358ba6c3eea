/**
 * Writes what terminals of 60, 80, 100 and 140 columns show of the main commands to `fixtures/screens`. Look at them before you commit.
 *
 *     deno run -A scripts/screens.ts
 *
 * @module
 */
import { screens } from "../tests/support/screens.ts";

const directory = new URL("../fixtures/screens/", import.meta.url);
await Deno.mkdir(directory, { recursive: true });
for (const [name, text] of await screens()) await Deno.writeTextFile(new URL(name, directory), text);
