import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { child, type MappingNode } from "../../../domain/config/config_node.ts";
import { evaluateFunctions, type FunctionEvaluator } from "../../../domain/config/evaluate_functions.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import { formatOrigin, positionOf } from "../../../domain/config/origin.ts";
import {
  downgradeToWarning,
  type Problem,
  problemError,
  problemOfError,
} from "../../../domain/config/problem.ts";
import type { FileRole } from "../../../ports/config.ts";
import { tooMuch } from "../files/config_files.ts";
import type { FileReports } from "../files/file_reports.ts";
import type { FileTrust } from "../trust/file_trust.ts";
import { isGlob } from "../files/glob.ts";
import {
  type AnchorContext,
  ignoredImports,
  importAnchor,
  importCycle,
  importEntries,
  type ImportEntry,
  type ImportTargets,
  importTargets,
  repeatedImport,
  unmatchedImport,
} from "./import_targets.ts";
import { isRemote } from "../files/remote_url.ts";
import type { YamlSource } from "../yaml/yaml_reader.ts";
import { refuseNetworkPath } from "../files/network_path.ts";

/** What importing depends on. */
export interface ImportContext extends AnchorContext {
  readonly trust: FileTrust;
  /** Records every file that is read, lowest precedence first. */
  readonly reports: FileReports;
  /** Whether a failed import is a warning. */
  readonly lenient: boolean;
}

/** Where a file that is being loaded was named. */
interface Link {
  /** The files that lead to it, outermost first. */
  readonly chain: readonly string[];
  /** What its imports are relative to, unless it declares a `base_path`. */
  readonly anchor: string | undefined;
  readonly reason: string;
  readonly role: FileRole;
  readonly entry?: ImportEntry;
  readonly imports: boolean;
  /** For a drop-in: the file that it belongs to, which determines the directory of its imports. */
  readonly main?: string | undefined;
}

/** A file to import. */
interface NamedTarget {
  /** The entry that counts: the last one that names it. */
  readonly entry: ImportEntry;
  /** The first one, if another file is named between the two. */
  readonly first: ImportEntry | undefined;
  /** Where Atmos looks for it in vain, as it is displayed. */
  readonly missing: string | undefined;
}

/** A file with all of its imports. */
interface Loaded {
  readonly tree: MappingNode;
  /** The number of values in its files, at least as many as in the tree: the cost of merging it again. */
  readonly size: number;
}

/** Loads files with their imports: each file overrides its imports, at every depth, and a later import overrides an earlier one. */
export class ImportLoader {
  /** Problems of skipped imports. */
  readonly problems: Problem[] = [];
  /** Problems that make Atmos fail, but not this program. */
  readonly compatibility: Problem[] = [];
  /** Directories that were searched for a configuration in vain, whether they exist or not. */
  readonly fruitless: string[] = [];
  readonly #context: ImportContext;
  readonly #evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /** Finished trees by file and inherited anchor. */
  readonly #loaded = new Map<string, Loaded>();
  #merges = 0;
  #values = 0;

  constructor(context: ImportContext, evaluators: ReadonlyMap<string, FunctionEvaluator>) {
    this.#context = context;
    this.#evaluators = evaluators;
  }

  /**
   * A file and all of its imports, merged. Functions are kept, except in `import` and `base_path`.
   *
   * @param options `imports: false` skips them with a warning; `main` is the file that a drop-in belongs to.
   * @throws {ConfigError} Every code of `Configurations.load` except `CONFIG_NOT_FOUND`.
   */
  async load(
    path: string,
    { imports = true, ...why }: Pick<Link, "reason" | "role" | "main"> & { readonly imports?: boolean },
  ): Promise<MappingNode> {
    return (await this.#load(path, { chain: [], anchor: undefined, imports, ...why })).tree;
  }

  async #load(path: string, link: Link): Promise<Loaded> {
    const key = `${path}\0${link.anchor ?? ""}`;
    const known = this.#loaded.get(key);
    if (known !== undefined) {
      this.#countMerge(known.size);
      return known;
    }
    const { files, reports } = this.#context;
    const { reason, role, entry } = link;
    const report = { path: files.shown(path), reason, role };
    let source: YamlSource | undefined;
    try {
      source = await files.read(path, entry && positionOf(entry.node.origin));
      const result = await this.#merged(path, { source, link });
      this.#loaded.set(key, result);
      reports.add({ ...report, read: true });
      return result;
    } catch (error) {
      // The failure may be in a file that this one imports, which is already recorded.
      const isOwn = source === undefined || problemOfError(error)?.position?.file === report.path;
      reports.add(isOwn ? { ...report, read: false, broken: true } : { ...report, read: true });
      throw error;
    }
  }

  /** Merges a file that was read over its imports. */
  async #merged(
    path: string,
    { source, link }: { readonly source: YamlSource; readonly link: Link },
  ): Promise<Loaded> {
    const { files } = this.#context;
    this.#countMerge(source.size);
    const own = await withPlaces(source.tree, this.#evaluators);
    const declared = child(own, "import");
    if (declared !== undefined && !link.imports) this.problems.push(ignoredImports(declared));
    const imports = link.imports ? importEntries(declared) : [];
    let merged: MappingNode = { kind: "mapping", entries: new Map(), origin: own.origin };
    let size = source.size;
    if (imports.length > 0) {
      const anchor = await this.#anchorOf(path, own, link);
      const chain = [...link.chain, path];
      for (const [target, named] of await this.#targets(imports, { anchor, importer: path, chain })) {
        const { entry, first, missing } = named;
        const reason = `import of ${formatOrigin(entry.node.origin)}`;
        const role = { kind: "import", importer: files.shown(path), ...missing && { missing } } as const;
        const imported = await this.#forgiving(async () => {
          await this.#allow(target, { path, entry });
          return await this.#load(target, { chain, anchor, entry, imports: true, reason, role });
        });
        if (imported === undefined) continue;
        if (first !== undefined) this.#noteFirst(target, { first, tree: imported.tree });
        merged = mergeConfig(merged, imported.tree);
        size += imported.size;
      }
    }
    return { tree: mergeConfig(merged, own), size };
  }

  /** Records which file led to this one, before anything in it applies; and checks that its owner may be trusted. */
  async #allow(
    target: string,
    { path, entry }: { readonly path: string; readonly entry: ImportEntry },
  ): Promise<void> {
    const { files, trust } = this.#context;
    const { origin, source } = entry.node;
    trust.lead({ kind: "file", file: files.shown(path), line: 1, column: 1 }, target);
    trust.lead(origin, target);
    if (source?.kind === "file") trust.lead({ kind: "file", file: source.file, line: 1, column: 1 }, target);
    await trust.requireOwner(target, origin);
  }

  /**
   * The files to import, with the entry that names each; of several mentions of a file, the last applies, as it would override the others
   * anyway.
   */
  async #targets(
    imports: readonly ImportEntry[],
    { anchor, importer, chain }: {
      readonly anchor: string;
      readonly importer: string;
      readonly chain: readonly string[];
    },
  ): Promise<Map<string, NamedTarget>> {
    const targets = new Map<string, NamedTarget>();
    if (imports.length > CONFIG_LIMITS.merges) {
      throw tooMuch(`it has more than ${CONFIG_LIMITS.merges} imports`);
    }
    for (const entry of imports) {
      const { targets: resolved, missing } = await this.#resolved(entry, { anchor, importer });
      for (const target of resolved) {
        if (chain.includes(target)) {
          // A pattern that also matches the file itself refers to the others.
          if (isGlob(entry.path)) continue;
          const circle = [...chain.slice(chain.indexOf(target)), target];
          throw importCycle(circle.map((file) => this.#context.files.shown(file)), entry);
        }
        const known = targets.get(target);
        const isMoved = known !== undefined && [...targets.keys()].at(-1) !== target;
        targets.delete(target);
        targets.set(target, {
          entry,
          first: isMoved ? known.first ?? known.entry : known?.first,
          missing: missing && this.#context.files.shown(missing),
        });
      }
    }
    if (chain.length > CONFIG_LIMITS.importDepth && targets.size > 0) {
      const [first] = targets.values();
      throw tooMuch(
        `imports nest deeper than ${CONFIG_LIMITS.importDepth}`,
        first && positionOf(first.entry.node.origin),
      );
    }
    return targets;
  }

  async #resolved(
    entry: ImportEntry,
    place: { readonly anchor: string; readonly importer: string },
  ): Promise<ImportTargets> {
    const { files, trust } = this.#context;
    const named = await this.#forgiving(() => importTargets(entry, { ...place, files, trust }));
    if (named?.targets.length === 0) this.problems.push(unmatchedImport(entry));
    return named ?? { targets: [] };
  }

  /** Notes an import that is named twice, with others between: here the last mention counts for everything. */
  #noteFirst(
    target: string,
    { first, tree }: { readonly first: ImportEntry; readonly tree: MappingNode },
  ): void {
    if (child(child(tree, "auth"), "identities") === undefined) return;
    this.compatibility.push(repeatedImport(this.#context.files.shown(target), first));
  }

  /** The result of an import; with `--lenient`, nothing and a warning if it fails, except for limits. */
  async #forgiving<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const problem = problemOfError(error);
      if (!this.#context.lenient || problem === undefined || problem.code === "CONFIG_LIMIT") throw error;
      this.problems.push(downgradeToWarning(problem));
      return undefined;
    }
  }

  async #anchorOf(
    path: string,
    tree: MappingNode,
    { anchor: inherited, main }: Pick<Link, "anchor" | "main">,
  ): Promise<string> {
    const declared = declaredBasePath(tree);
    if (main !== undefined && inherited === undefined) {
      const { files } = this.#context;
      const own = await withPlaces((await files.read(main)).tree, this.#evaluators);
      return await importAnchor(main, declaredBasePath(own) || declared, this.#context);
    }
    // A remote file has no local directory that its base_path could be relative to.
    if (inherited !== undefined && (declared === "" || isRemote(path))) return inherited;
    return await importAnchor(path, declared, this.#context);
  }

  #countMerge(values: number): void {
    this.#merges++;
    this.#values += values;
    if (this.#merges > CONFIG_LIMITS.merges) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.merges} imports`);
    }
    if (this.#values > CONFIG_LIMITS.mergedValues) {
      throw tooMuch("its files contain too many values in total");
    }
  }
}

/** A file's tree, with everything evaluated that its imports depend on. */
function withPlaces(
  tree: MappingNode,
  evaluators: ReadonlyMap<string, FunctionEvaluator>,
): Promise<MappingNode> {
  return evaluateFunctions(tree, { sections: ["import", "base_path"], evaluators });
}

/** The `base_path` of a file; empty if it has none. */
function declaredBasePath(tree: MappingNode): string {
  const node = child(tree, "base_path");
  if (node?.kind === "function" && node.failure !== undefined) throw problemError(node.failure);
  if (node?.kind !== "scalar" || node.value === null) return "";
  refuseNetworkPath("base_path", node);
  return node.raw.trim();
}
