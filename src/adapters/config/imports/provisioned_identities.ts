import { child, EMPTY_CONFIG, type MappingNode } from "../../../domain/config/config_node.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import { type Problem, problemOfError } from "../../../domain/config/problem.ts";
import { provisionedDirectory } from "../../../domain/files/app_directories.ts";
import { provisionedPath, readProvisioned } from "../../../domain/sso/provisioned_identities.ts";
import type { LoadScope } from "../files/load_scope.ts";

/**
 * The identities found by logins to the providers of a configuration. A file that cannot be used is skipped with a warning.
 *
 * @param scope `importer`: the display path of the file that Atmos treats as their importer.
 */
export async function loadProvisioned(
  config: MappingNode,
  { files, trust, reports, environment, importer }: LoadScope & { readonly importer: string },
): Promise<{ readonly tree: MappingNode; readonly problems: readonly Problem[] }> {
  const directory = provisionedDirectory(environment);
  const providers = child(child(config, "auth"), "providers");
  const problems: Problem[] = [];
  let tree = EMPTY_CONFIG;
  for (const { key: provider } of providers?.kind === "mapping" ? providers.entries.values() : []) {
    const path = directory === undefined ? undefined : provisionedPath(directory, provider);
    if (path === undefined || await files.kind(path).catch(() => "missing") === "missing") continue;
    let read = false;
    try {
      await trust.requireOwner(path);
      tree = mergeConfig(tree, readProvisioned((await files.read(path)).tree, provider));
      read = true;
    } catch (error) {
      const problem = problemOfError(error);
      if (problem === undefined) throw error;
      problems.push({ ...problem, severity: "warning" });
    }
    const reason = `identities added by ${provider}`;
    reports.unshift({ path: files.shown(path), read, reason, role: { kind: "import", importer } });
  }
  return { tree, problems };
}
