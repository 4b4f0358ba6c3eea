/**
 * Prints the path of an executable that `deno task build` made.
 *
 *     deno run -A scripts/release/executable.ts TRIPLE
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { VERSION } from "../../src/version.ts";
import { executableName, targetOf } from "../build/targets.ts";

const name = executableName(VERSION, targetOf(Deno.args[0] ?? ""));
// deno-lint-ignore no-console -- its answer.
console.log(await Deno.realPath(fileURLToPath(new URL(`../../dist/${name}`, import.meta.url))));
