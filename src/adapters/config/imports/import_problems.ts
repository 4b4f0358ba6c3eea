import type { ConfigNode } from "../../../domain/config/config_node.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { newProblem, type Problem } from "../../../domain/config/problem.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ImportEntry } from "./import_targets.ts";

/** A pattern or directory without files. */
export function unmatchedImport({ path, node }: ImportEntry): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_IMPORT_NOT_FOUND",
    message: `No file matches the import "${path}"`,
    hint: "Add a file, correct the pattern, or remove the import",
    position: positionOf(node.origin),
  });
}

/** A file with identities that is named twice, with others in between: here, the last mention determines its precedence. */
export function repeatedImport(file: string, { node }: ImportEntry): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_INVALID",
    message:
      `Atmos takes the identities of "${file}" where it is imported first: those of later imports override them`,
    hint: "Import it once",
    position: positionOf(node.origin),
  });
}

/** Imports of the system configuration. */
export function ignoredImports(node: ConfigNode): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_IMPORT_NOT_FOUND",
    message: `Ignoring "import": Atmos does not read imports in the system configuration`,
    hint: "Put the values into this file",
    position: positionOf(node.origin),
  });
}

/** @param files The files of the cycle as they are displayed; the first one again at the end. */
export function importCycle(files: readonly string[], { path, node }: ImportEntry): ConfigError {
  return new ConfigError(
    "CONFIG_IMPORT_CYCLE",
    `Cannot import "${path}": files import each other in a cycle: ${files.join(" → ")}`,
    { hint: "Remove one of these imports", position: positionOf(node.origin) },
  );
}
