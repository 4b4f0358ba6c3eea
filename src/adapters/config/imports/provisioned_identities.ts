import { child, type MappingNode } from "../../../domain/config/config_node.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import { type Problem, problemOfError } from "../../../domain/config/problem.ts";
import { provisionedDirectory } from "../../../domain/files/app_directories.ts";
import { provisionedPath, readProvisioned } from "../../../domain/sso/provisioned_identities.ts";
import type { Environment } from "../../../ports/process.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import type { FileReports } from "../files/file_reports.ts";
import type { FileTrust } from "../trust/file_trust.ts";

/** What loading provisioned identities needs. */
export interface ProvisionedContext {
  readonly files: ConfigFiles;
  readonly trust: FileTrust;
  readonly reports: FileReports;
  /** The display path of the file that Atmos treats as their importer. */
  readonly importer: string;
  /** The real environment: no file may set this location. */
  readonly environment: Environment;
}

/** The identities that logins have found. */
export interface ProvisionedTree {
  readonly tree: MappingNode;
  readonly problems: readonly Problem[];
}

/** The identities found by logins to the providers of a configuration. A file that cannot be used is skipped with a warning. */
export async function loadProvisioned(
  config: MappingNode,
  context: ProvisionedContext,
): Promise<ProvisionedTree> {
  const { files, trust, reports, importer, environment } = context;
  const directory = provisionedDirectory(environment);
  const providers = child(child(config, "auth"), "providers");
  const problems: Problem[] = [];
  let tree: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };
  for (const { key: provider } of providers?.kind === "mapping" ? providers.entries.values() : []) {
    const path = directory === undefined ? undefined : provisionedPath(directory, provider);
    if (path === undefined || await files.kind(path).catch(() => "missing") === "missing") continue;
    let read = false;
    try {
      const fault = await trust.ownerFault(path);
      if (fault !== undefined) throw trust.foreign(path, fault);
      tree = mergeConfig(tree, readProvisioned((await files.read(path)).tree, provider));
      read = true;
    } catch (error) {
      const problem = problemOfError(error);
      if (problem === undefined) throw error;
      problems.push({ ...problem, severity: "warning" });
    }
    const reason = `identities added by ${provider}`;
    reports.addBelow({ path: files.shown(path), read, reason, role: { kind: "import", importer } });
  }
  return { tree, problems };
}
