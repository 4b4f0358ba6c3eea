/**
 * Fails unless a tag, `deno.json`, `src/version.ts` and `CHANGELOG.md` speak of the same version.
 *
 *     deno run --allow-read scripts/release/check.ts TAG
 *
 * @module
 */
import { VERSION } from "../../src/version.ts";
import { disagreements } from "./agreement.ts";

const root = new URL("../../", import.meta.url);
const { version }: { readonly version: string } = JSON.parse(
  await Deno.readTextFile(new URL("deno.json", root)),
);
const problems = disagreements({
  tag: Deno.args[0] ?? "",
  manifest: version,
  program: VERSION,
  changelog: await Deno.readTextFile(new URL("CHANGELOG.md", root)),
});
// deno-lint-ignore no-console -- what it has to say.
for (const problem of problems) console.error(`error: ${problem}`);
Deno.exit(problems.length === 0 ? 0 : 1);
