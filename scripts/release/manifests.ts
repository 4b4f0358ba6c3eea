/**
 * Writes what is made of a release's sums beside them: the Homebrew formula, the Scoop manifest and the release notes.
 *
 *     deno run -A scripts/release/manifests.ts OWNER/NAME DIRECTORY
 *
 * @module
 */
import { join } from "node:path";
import { VERSION } from "../../src/version.ts";
import { CHECKSUMS_NAME, parseChecksums } from "../build/checksums.ts";
import { changesOf } from "./changelog.ts";
import { homebrewFormula } from "./homebrew.ts";
import { releaseNotes } from "./release_notes.ts";
import { scoopManifest } from "./scoop.ts";

const [repository, directory] = Deno.args;
if (repository === undefined || directory === undefined) {
  throw new Error("Give OWNER/NAME and the directory of the release");
}
const sums = parseChecksums(await Deno.readTextFile(join(directory, CHECKSUMS_NAME)));
const release = { repository, version: VERSION, sums };
const changelog = await Deno.readTextFile(new URL("../../CHANGELOG.md", import.meta.url));
await Deno.writeTextFile(join(directory, "atmos-ecr.rb"), homebrewFormula(release));
await Deno.writeTextFile(join(directory, "atmos-ecr.json"), scoopManifest(release));
await Deno.writeTextFile(join(directory, "notes.md"), releaseNotes(release, changesOf(changelog, VERSION)));
