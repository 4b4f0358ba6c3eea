import { join } from "node:path";
import { EMPTY_CONFIG, type MappingNode } from "../../../domain/config/config_node.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import { yamlFilesBelow } from "../files/glob.ts";
import type { LoadScope } from "../files/load_scope.ts";
import type { BasePathFiles } from "./base_path.ts";
import type { ImportLoader } from "./import_loader.ts";

/** Directories whose files are always read, lowest precedence first. */
const DIRECTORIES = ["atmos.d", ".atmos.d"] as const;

/** What reading drop-ins needs. */
export interface DropInScope extends Pick<LoadScope, "files" | "trust"> {
  readonly loader: ImportLoader;
}

/**
 * The merged files of `atmos.d` and `.atmos.d` in some directories: a later directory over an earlier one, deeper files over others. An
 * empty directory counts as missing; in Atmos it is an error. Their imports are relative to the same directory as those of the main file.
 *
 * @param context `main`: the file that they belong to, if there is one.
 * @returns The tree, and the files whose `base_path` applies to the imports of all of them, if there is a main file.
 * @throws {ConfigError} `CONFIG_UNTRUSTED` for a file of another user, and the errors of a file.
 */
export async function loadDropIns(
  directories: readonly string[],
  { files, loader, trust, main }: DropInScope & { readonly main?: string | undefined },
): Promise<{ readonly tree: MappingNode; readonly basePathFiles?: BasePathFiles }> {
  const found: { readonly path: string; readonly reason: string }[] = [];
  for (const directory of new Set(directories)) {
    for (const name of DIRECTORIES) {
      const place = join(directory, name);
      const paths = await yamlFilesBelow(place, { files });
      if (paths.length === 0) loader.fruitless.push(place);
      const foreign = paths.length === 0 ? undefined : await trust.directoryFault(place);
      if (foreign !== undefined) throw trust.foreignDirectory(place, foreign);
      for (const path of paths) {
        await trust.requireOwner(path);
        found.push({ path, reason: `${name} of ${files.shown(directory) || "."}` });
      }
    }
  }
  const basePathFiles = main === undefined
    ? undefined
    : { files: [...found.map(({ path }) => path), main], main };
  let tree = EMPTY_CONFIG;
  for (const { path, reason } of found) {
    tree = mergeConfig(tree, await loader.load(path, { reason, role: { kind: "drop-in" }, basePathFiles }));
  }
  return { tree, ...basePathFiles && { basePathFiles } };
}
