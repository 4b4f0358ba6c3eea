import { child, type MappingNode } from "../../../domain/config/config_node.ts";
import { problemError } from "../../../domain/config/problem.ts";
import { refuseNetworkPath } from "../files/file_problems.ts";

/** Files that have one `base_path` in Atmos, lowest precedence first. */
export interface BasePathFiles {
  readonly files: readonly string[];
  /** The file that the `base_path` is relative to; by default the one that declares it. */
  readonly main?: string;
}

/** The `base_path` of a file; empty if it has none. */
export function declaredBasePath(tree: MappingNode): string {
  const node = child(tree, "base_path");
  if (node?.kind === "function" && node.failure !== undefined) throw problemError(node.failure);
  if (node?.kind !== "scalar" || node.value === null) return "";
  refuseNetworkPath("base_path", node);
  return node.raw.trim();
}

/** The file whose `base_path` applies to all of them: the last one, of those with a function if there are any. An empty one counts. */
export async function commonBasePath<Source extends { readonly tree: MappingNode }>(
  files: readonly string[],
  read: (file: string) => Promise<Source>,
): Promise<{ readonly file: string; readonly source: Source } | undefined> {
  let found: { readonly file: string; readonly source: Source; readonly isComputed: boolean } | undefined;
  for (const file of files) {
    const source = await read(file);
    const node = child(source.tree, "base_path");
    const isComputed = node?.kind === "function";
    if (node !== undefined && (isComputed || found?.isComputed !== true)) {
      found = { file, source, isComputed };
    }
  }
  return found;
}
