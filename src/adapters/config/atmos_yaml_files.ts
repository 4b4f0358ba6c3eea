import { createEnvFunction } from "../../domain/config/env_function.ts";
import { evaluateFunctions, type FunctionEvaluator } from "../../domain/config/evaluate_functions.ts";
import type { MappingNode } from "../../domain/config/config_node.ts";
import { mergeConfig } from "../../domain/config/merge_config.ts";
import type { ConfigSelection, Configurations, LoadedConfig } from "../../ports/configurations.ts";
import type { Environment } from "../../ports/environment.ts";
import { ConfigFiles } from "./config_files.ts";
import { findSources } from "./config_sources.ts";
import { type FileAccess, SYSTEM_FILES } from "./file_access.ts";
import { findGitRoot } from "./import_anchor.ts";
import { ImportLoader } from "./import_loader.ts";

/** The top-level keys under which functions are evaluated. */
const EVALUATED_SECTIONS = ["auth"] as const;

/** `atmos.yaml` files on disk, found and read as Atmos does. */
export class AtmosYamlFiles implements Configurations {
  readonly #environment: Environment;
  readonly #access: FileAccess;

  constructor(environment: Environment, access: FileAccess = SYSTEM_FILES) {
    this.#environment = environment;
    this.#access = access;
  }

  async load(selection: ConfigSelection): Promise<LoadedConfig> {
    const environment = this.#environment;
    const files = new ConfigFiles(this.#access, environment.cwd);
    const { sources, skipped, problems } = await findSources(selection, { environment, files });
    const evaluators = this.#evaluators();
    const loader = new ImportLoader({
      files,
      cwd: environment.cwd,
      gitRoot: sources.length === 0 || environment.get("ATMOS_GIT_ROOT_BASEPATH") === "false"
        ? undefined
        : await findGitRoot(environment.cwd, files),
      basePath: nonBlank(selection.basePath) ?? nonBlank(environment.get("ATMOS_BASE_PATH")),
    }, evaluators);
    let merged: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };
    for (const { path, reason } of sources) merged = mergeConfig(merged, await loader.load(path, reason));
    const tree = await evaluateFunctions(merged, { sections: EVALUATED_SECTIONS, evaluators });
    return { tree, files: [...skipped, ...loader.reports], problems };
  }

  #evaluators(): ReadonlyMap<string, FunctionEvaluator> {
    return new Map([["!env", createEnvFunction((name) => this.#environment.get(name))]]);
  }
}

function nonBlank(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? undefined : trimmed;
}
