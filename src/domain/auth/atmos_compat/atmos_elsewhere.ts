import { callsIn } from "../../config/config_tree.ts";
import { isAtmosFunction } from "../../config/evaluate_functions.ts";
import {
  child,
  type ConfigNode,
  entriesOf,
  type FunctionNode,
  type SequenceNode,
} from "../../config/config_node.ts";
import { functionWords } from "../../config/yaml_functions.ts";
import type { ProblemList } from "../model/problem_list.ts";
import type { AtmosFile } from "./atmos_files.ts";

/** Variables that make Atmos read its configuration again if a file sets them. */
const SELECTORS: readonly string[] = ["ATMOS_BASE_PATH", "ATMOS_CLI_CONFIG_PATH", "ATMOS_GIT_ROOT_BASEPATH"];

/** Functions with the same meaning as an absent `base_path`. */
const GIT_ROOT: readonly string[] = ["!repo-root", "!git.root"];

/** The maximum number of warnings about a file's functions. */
const MAX_FUNCTIONS = 20;

/** The maximum number of files in a message. */
const MAX_SHOWN = 4;

/**
 * Warns about Atmos' behaviour for the parts of a file outside `auth`: it evaluates every function, and fails for an unknown one; it uses
 * variables that select files; it checks its own version; it evaluates no function in `base_path` before it imports.
 *
 * Reference: `pkg/config/process_yaml.go`, `pkg/env/promote.go` and `pkg/config/config.go` of Atmos, commit 0a1cb4480b.
 *
 * @param files All files; an import has its importer.
 */
export function checkAtmosElsewhere(files: readonly AtmosFile[], problems: ProblemList): void {
  for (const file of files) {
    let count = 0;
    for (const { call, path } of callsIn(file.tree)) {
      if (++count > MAX_FUNCTIONS) break;
      checkFunction(call, { path, file, files }, problems);
    }
    checkVariables(file, problems);
    checkBasePath(file, files, problems);
    checkImportText(file, problems);
    const version = child(child(child(file.tree, "version"), "constraint"), "require");
    if (version !== undefined) {
      problems.warn({
        message:
          `Atmos compares its own version with "version.constraint.require", and fails if it does not match`,
        hint: "atmos-ecr ignores it",
        at: version.origin,
      });
    }
  }
}

function checkFunction(
  call: FunctionNode,
  { path, file, files }: {
    readonly path: readonly string[];
    readonly file: AtmosFile;
    readonly files: readonly AtmosFile[];
  },
  problems: ProblemList,
): void {
  const key = path.join(".");
  const warn = (message: string, hint: string): void => problems.warn({ message, hint, at: call.origin });
  if (call.tag === "!unset" && path[0] === "auth") {
    const lost = importsOf(file, files);
    if (lost === "") return;
    return warn(
      `Atmos removes more than "${key}" with this "!unset": also what ${lost} adds`,
      "Remove it from the imported file",
    );
  }
  if (call.misapplied === true) {
    return warn(`Atmos ignores "${call.tag}" at "${key}", which precedes a list or mapping`, "Remove it");
  }
  const consequence = file.kind === "import"
    ? "it evaluates no further functions in this file"
    : "all of its commands fail";
  if (!isAtmosFunction(call.tag)) {
    return warn(
      `Atmos does not support the function "${call.tag}" in atmos.yaml (at "${key}"): ${consequence}`,
      "The function is for stack manifests; remove it here",
    );
  }
  const words = functionWords(call.argument);
  if (call.tag === "!random" && !isRange(words)) {
    warn(
      `Atmos cannot evaluate "!random" at "${key}": its minimum must be below its maximum: ${consequence}`,
      "Use two integers, the smaller one first",
    );
  }
  if (call.tag === "!env" && (words === undefined || words.length === 0 || words.length > 2)) {
    warn(
      `Atmos cannot evaluate "!env" at "${key}", which accepts a name and at most one default: ${consequence}`,
      `Use "!env NAME" or !env 'NAME "a default of several words"'`,
    );
  }
}

/** The first files that a file imports, for messages; empty for none. */
function importsOf({ path }: AtmosFile, files: readonly AtmosFile[]): string {
  return files.filter(({ kind, importer }) => kind === "import" && importer === path)
    .slice(0, MAX_SHOWN).map((file) => `"${file.path}"`).join(", ");
}

function checkVariables({ tree }: AtmosFile, problems: ProblemList): void {
  for (const { key, keyOrigin } of entriesOf(child(tree, "env")).values()) {
    if (!SELECTORS.includes(key)) continue;
    problems.warn({
      message:
        `Atmos applies "env.${key}": it reloads its configuration, possibly from other files and with another realm`,
      hint: "Set it in the environment instead, where both programs read it",
      at: keyOrigin,
    });
  }
}

function checkBasePath(file: AtmosFile, files: readonly AtmosFile[], problems: ProblemList): void {
  const node = child(file.tree, "base_path");
  // A pattern that matches nothing here may match elsewhere.
  const imported = importsOf(file, files) || (hasEntries(child(file.tree, "import")) ? "its imports" : "");
  if (node === undefined || imported === "") return;
  const isBlank = node.kind === "scalar" && node.value !== null && node.raw !== node.raw.trim();
  if (!isBlank && (node.kind !== "function" || GIT_ROOT.includes(node.tag))) return;
  const state = node.kind === "function"
    ? `does not evaluate "${node.tag}" in "base_path" before it imports`
    : `keeps the blanks around "base_path"`;
  problems.warn({
    message: `Atmos ${state}: it looks for ${imported} elsewhere, and may find another file`,
    hint: node.kind === "function" ? "Write the path literally" : "Remove the blanks",
    at: node.origin,
  });
}

/** Whether there is anything to import. */
function hasEntries(node: ConfigNode | undefined): boolean {
  return node?.kind === "sequence"
    ? node.items.length > 0
    : node?.kind === "scalar" && node.raw.trim() !== "" && node.value !== null;
}

/** An `import` that is one text: Atmos splits it at commas; in an imported file it splits at blanks. It keeps blanks around a path. */
function checkImportText({ kind, tree }: AtmosFile, problems: ProblemList): void {
  const node = child(tree, "import");
  if (node?.kind === "sequence") return checkImportList(node, problems);
  if (node?.kind !== "scalar" || node.value === null) return;
  const entries = node.raw.split(",");
  const names = kind === "import"
    ? entries.length > 1 ? entries : []
    : entries.filter((entry) => entry.trim() !== "" && entry !== entry.trim());
  if (names.length === 0) return;
  const shown = names.slice(0, MAX_SHOWN).map((name) => `"${name.trim()}"`).join(", ");
  problems.warn({
    message: kind === "import"
      ? `Atmos does not read ${shown}: it splits this "import" at blanks, not at commas`
      : `Atmos does not read ${shown}: ${BLANKS}`,
    hint: "Write a list: import: [a.yaml, b.yaml]",
    at: node.origin,
  });
}

/** Why Atmos does not find a file. */
const BLANKS = "it looks for a name that begins or ends with a blank";

function checkImportList({ items }: SequenceNode, problems: ProblemList): void {
  for (const item of items) {
    if (item.kind !== "scalar" || item.raw === item.raw.trim() || item.raw.trim() === "") continue;
    problems.warn({
      message: `Atmos does not read "${item.raw.trim()}": ${BLANKS}`,
      hint: "Remove the blanks",
      at: item.origin,
    });
  }
}

/** Whether `!random` has a range for Atmos: none, a maximum above 0, or a minimum and a maximum above it. */
function isRange(words: readonly string[] | undefined): boolean {
  if (words === undefined || words.length > 2 || words.some((word) => !/^-?\d+$/.test(word))) return false;
  const [first, second] = words.map(Number);
  return first === undefined || (second === undefined ? first > 0 : first < second);
}
