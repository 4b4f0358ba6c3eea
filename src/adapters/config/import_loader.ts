import { CONFIG_LIMITS } from "../../domain/config/config_limits.ts";
import { child, type MappingNode } from "../../domain/config/config_node.ts";
import { evaluateFunctions, type FunctionEvaluator } from "../../domain/config/evaluate_functions.ts";
import { mergeConfig } from "../../domain/config/merge_config.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { problemError } from "../../domain/config/problem.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport } from "../../ports/configurations.ts";
import { tooMuch } from "./config_files.ts";
import { isGlob } from "./glob.ts";
import { type AnchorContext, importAnchor } from "./import_anchor.ts";
import { importEntries, type ImportEntry, importTargets } from "./import_targets.ts";

/** Where a file that is being loaded was named. */
interface Link {
  /** The files that lead to it, the outermost first. */
  readonly chain: readonly string[];
  /** What its imports are relative to, if it declares no `base_path` itself. */
  readonly anchor: string | undefined;
  readonly reason: string;
  readonly entry?: ImportEntry;
}

/** Loads files with what they import: each goes over its imports, at every depth, and a later import over an earlier one. */
export class ImportLoader {
  /** Every file that was read, lowest precedence first. */
  readonly reports: ConfigFileReport[] = [];
  readonly #context: AnchorContext;
  readonly #evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /** Finished trees by file and inherited anchor. */
  readonly #loaded = new Map<string, MappingNode>();
  #merges = 0;
  #values = 0;

  constructor(context: AnchorContext, evaluators: ReadonlyMap<string, FunctionEvaluator>) {
    this.#context = context;
    this.#evaluators = evaluators;
  }

  /**
   * A file and everything that it imports, merged. Functions are kept, except in `import` and `base_path`.
   *
   * @throws {ConfigError} Every code of `Configurations.load` but `CONFIG_NOT_FOUND`.
   */
  async load(path: string, reason: string): Promise<MappingNode> {
    return await this.#load(path, { chain: [], anchor: undefined, reason });
  }

  async #load(path: string, link: Link): Promise<MappingNode> {
    const key = `${path}\0${link.anchor ?? ""}`;
    const known = this.#loaded.get(key);
    if (known !== undefined) return known;
    const { files } = this.#context;
    const position = link.entry === undefined ? undefined : positionOf(link.entry.node.origin);
    const { tree, size } = await files.read(path, position);
    this.#countMerge(size);
    const own = await evaluateFunctions(tree, {
      sections: ["import", "base_path"],
      evaluators: this.#evaluators,
    });
    const imports = importEntries(child(own, "import"));
    let merged: MappingNode = { kind: "mapping", entries: new Map(), origin: own.origin };
    if (imports.length > 0) {
      const anchor = await this.#anchorOf(path, own, link.anchor);
      const chain = [...link.chain, path];
      for (const [target, entry] of await this.#targets(imports, { anchor, importer: path, chain })) {
        const imported = await this.#load(target, {
          chain,
          anchor,
          entry,
          reason: `import of ${formatOrigin(entry.node.origin)}`,
        });
        merged = mergeConfig(merged, imported);
      }
    }
    const result = mergeConfig(merged, own);
    this.#loaded.set(key, result);
    this.reports.push({ path: files.shown(path), read: true, reason: link.reason });
    return result;
  }

  /** Files to import with the entry that names each; of several mentions of a file the last counts, as it would win anyway. */
  async #targets(
    imports: readonly ImportEntry[],
    { anchor, importer, chain }: {
      readonly anchor: string;
      readonly importer: string;
      readonly chain: readonly string[];
    },
  ): Promise<Map<string, ImportEntry>> {
    const targets = new Map<string, ImportEntry>();
    if (imports.length > CONFIG_LIMITS.merges) {
      throw tooMuch(`it has more than ${CONFIG_LIMITS.merges} imports`);
    }
    for (const entry of imports) {
      for (const target of await importTargets(entry, { files: this.#context.files, anchor, importer })) {
        if (chain.includes(target)) {
          // A pattern that also matches the file itself means the others.
          if (isGlob(entry.path)) continue;
          throw this.#cycle([...chain.slice(chain.indexOf(target)), target], entry);
        }
        targets.delete(target);
        targets.set(target, entry);
      }
    }
    if (chain.length > CONFIG_LIMITS.importDepth && targets.size > 0) {
      const [first] = targets.values();
      throw tooMuch(
        `imports nest deeper than ${CONFIG_LIMITS.importDepth}`,
        first && positionOf(first.node.origin),
      );
    }
    return targets;
  }

  async #anchorOf(path: string, tree: MappingNode, inherited: string | undefined): Promise<string> {
    const node = child(tree, "base_path");
    if (node?.kind === "function" && node.failure !== undefined) throw problemError(node.failure);
    const declared = node?.kind === "scalar" && node.value !== null ? node.raw.trim() : "";
    if (declared === "" && inherited !== undefined) return inherited;
    return await importAnchor(path, declared, this.#context);
  }

  #countMerge(values: number): void {
    this.#merges++;
    this.#values += values;
    if (this.#merges > CONFIG_LIMITS.merges) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.merges} imports`);
    }
    if (this.#values > CONFIG_LIMITS.mergedValues) throw tooMuch("its files hold too many values together");
  }

  #cycle(path: readonly string[], { path: written, node }: ImportEntry): ConfigError {
    const circle = path.map((file) => escapeText(this.#context.files.shown(file))).join(" → ");
    return new ConfigError(
      "CONFIG_IMPORT_CYCLE",
      `Cannot import "${escapeText(written)}": files import each other in a circle: ${circle}`,
      { hint: "Remove one of these imports", position: positionOf(node.origin) },
    );
  }
}
