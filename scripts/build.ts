/**
 * Makes what a release consists of: the program as JavaScript for Deno, an executable and its archive for each platform, the list of
 * the bundled packages with their licences, and the sums of all of these.
 *
 *     deno task build [--target TRIPLE]... [--bundle] [--out DIRECTORY]
 *
 * Without `--target` all platforms; with `--bundle` none. The same commit and Deno give the same bytes; `SOURCE_DATE_EPOCH` replaces the
 * time of the commit. `DENORT_BIN` names the runtime where Deno cannot download it.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { BASH_SCRIPT } from "../src/cli/completion/scripts/bash_script.ts";
import { FISH_SCRIPT } from "../src/cli/completion/scripts/fish_script.ts";
import { POWERSHELL_SCRIPT } from "../src/cli/completion/scripts/powershell_script.ts";
import { ZSH_SCRIPT } from "../src/cli/completion/scripts/zsh_script.ts";
import { SCHEMA_PATH } from "./auth_schema.ts";
import { archive, scriptArchive } from "./build/archive.ts";
import { bundleProgram } from "./build/bundle.ts";
import { CHECKSUMS_NAME, checksumsText, sha256 } from "./build/checksums.ts";
import { compileProgram } from "./build/compile.ts";
import { scriptsOf } from "./build/late_imports.ts";
import { licencesText } from "./build/licences.ts";
import { bundledPackages, type LockFile } from "./build/packages.ts";
import { denoDirectory } from "./build/run_deno.ts";
import { sbomText } from "./build/sbom.ts";
import { sourceTime } from "./build/source_time.ts";
import * as targets from "./build/targets.ts";

/** Where Deno keeps the packages of npm, below its directory. */
const NPM_CACHE = "npm/registry.npmjs.org";

/** The schema for editors, as a release has it. */
const SCHEMA_NAME = "atmos-auth.schema.json";

/** Where shells look for completions, below the directory of each. */
const COMPLETIONS: readonly (readonly [name: string, text: string])[] = [
  ["completions/atmos-ecr.bash", BASH_SCRIPT],
  ["completions/_atmos-ecr", ZSH_SCRIPT],
  ["completions/atmos-ecr.fish", FISH_SCRIPT],
  ["completions/atmos-ecr.ps1", POWERSHELL_SCRIPT],
];

const root = fileURLToPath(new URL("../", import.meta.url));

if (import.meta.main) {
  try {
    await build();
  } catch (error) {
    say(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

async function build(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      target: { type: "string", multiple: true },
      bundle: { type: "boolean" },
      out: { type: "string", default: join(root, "dist") },
    },
  });
  const wanted = values.bundle ? [] : values.target?.map(targets.targetOf) ?? targets.TARGETS;
  const { version }: { readonly version: string } = JSON.parse(await readText("deno.json"));
  const lock: LockFile = JSON.parse(await readText("deno.lock"));
  const time = await sourceTime(root);
  const bundle = await bundleProgram(root);
  const packages = bundledPackages(bundle.inputs, lock);
  await Deno.remove(values.out, { recursive: true }).catch(() => undefined);
  await Deno.mkdir(join(values.out, "chunks"), { recursive: true });

  const sums = new Map<string, string>();
  const put = async (name: string, content: string | Uint8Array): Promise<void> => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(join(values.out, name), bytes);
    sums.set(name, sha256(bytes));
    say(`${name}  ${(bytes.length / 1e6).toFixed(1)} MB`);
  };
  const scripts = scriptsOf(bundle);
  for (const [name, text] of scripts) await Deno.writeTextFile(join(values.out, "chunks", name), text);
  await put(targets.sbomName(version), sbomText(packages, { version, time, deno: Deno.version.deno }));

  await put(SCHEMA_NAME, await readText(SCHEMA_PATH));

  const texts = new Map<string, string>([
    ["LICENSE", await readText("LICENSE")],
    ["README.md", await readText("README.md")],
    ["atmos-ecr.1", await readText("docs/atmos-ecr.1")],
    [SCHEMA_NAME, await readText(SCHEMA_PATH)],
    ...COMPLETIONS,
    ["THIRD_PARTY_LICENCES.txt", await licencesText(packages, join(await denoDirectory(), NPM_CACHE))],
  ]);
  await put(targets.bundleName(version), scriptArchive(`atmos-ecr-${version}`, { scripts, texts, time }));
  for (const target of wanted) {
    const name = targets.executableName(version, target);
    const output = join(values.out, name);
    await compileProgram(bundle, { output, time, triple: target.triple });
    const bytes = await Deno.readFile(output);
    await put(name, bytes);
    await put(targets.archiveName(version, target), archive(target, { executable: bytes, texts, time }));
  }
  await Deno.writeTextFile(join(values.out, CHECKSUMS_NAME), checksumsText(sums));
}

async function readText(name: string): Promise<string> {
  return await Deno.readTextFile(join(root, name));
}

function say(line: string): void {
  // deno-lint-ignore no-console -- what a build has to say.
  console.error(line);
}
