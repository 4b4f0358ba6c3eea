import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { child, EMPTY_CONFIG, type MappingNode } from "../../../domain/config/config_node.ts";
import { evaluateFunctions, type FunctionEvaluator } from "../../../domain/config/evaluate_functions.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import { formatOrigin, positionOf } from "../../../domain/config/origin.ts";
import { downgradeToWarning, type Problem, problemOfError } from "../../../domain/config/problem.ts";
import type { ConfigFileReport, FileRole } from "../../../ports/config.ts";
import { fileError, fileWarning, tooMuch } from "../files/file_problems.ts";
import { isGlob } from "../files/glob.ts";
import { type BasePathFiles, commonBasePath, declaredBasePath } from "./base_path.ts";
import { type AnchorScope, importAnchor } from "./import_anchor.ts";
import { importEntries, type ImportEntry, type ImportTargets, importTargets } from "./import_targets.ts";
import { isRemote } from "../files/remote_url.ts";
import type { YamlSource } from "../yaml/yaml_reader.ts";
import type { LoadScope } from "../files/load_scope.ts";

/** What importing depends on. */
export interface ImportScope extends AnchorScope, Pick<LoadScope, "trust" | "reports"> {
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
  /** This file and others whose `base_path` may apply to its imports. */
  readonly basePathFiles?: BasePathFiles | undefined;
}

interface NamedTarget {
  /** The entry that counts: the last one that names it. */
  readonly entry: ImportEntry;
  /** The first one, if another file is named between the two. */
  readonly first: ImportEntry | undefined;
  /** Where Atmos looks for it in vain, as it is displayed. */
  readonly missing: string | undefined;
}

/** A file with all of its imports. The size is that of its files, at least that of the tree: the cost of merging it again. */
interface Loaded extends Pick<YamlSource, "tree" | "size"> {
  /** For a drop-in with imports: the file that it was loaded for. */
  readonly main?: string | undefined;
}

/** Loads files with their imports: each file overrides its imports, at every depth, and a later import overrides an earlier one. */
export class ImportLoader {
  /** Problems of skipped imports. */
  readonly problems: Problem[] = [];
  /** Problems that make Atmos fail, but not this program. */
  readonly compatibility: Problem[] = [];
  /** Directories that were searched for a configuration in vain, whether they exist or not. */
  readonly fruitless: string[] = [];
  /** Further mentions of files that were loaded before, each with the report that it follows. */
  readonly repeated: { readonly report: ConfigFileReport; readonly after: ConfigFileReport | undefined }[] =
    [];
  readonly #context: ImportScope;
  readonly #evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /** Finished trees by file and inherited anchor. */
  readonly #loaded = new Map<string, Loaded>();
  #merges = 0;
  #values = 0;

  constructor(context: ImportScope, evaluators: ReadonlyMap<string, FunctionEvaluator>) {
    this.#context = context;
    this.#evaluators = evaluators;
  }

  /**
   * A file and all of its imports, merged. Functions are kept, except in `import` and `base_path`.
   *
   * @param options `imports: false` skips them with a warning.
   * @throws {ConfigError} Every code of `Configurations.load` except `CONFIG_NOT_FOUND`.
   */
  async load(
    path: string,
    { imports = true, ...why }: Pick<Link, "reason" | "role" | "basePathFiles"> & {
      readonly imports?: boolean;
    },
  ): Promise<MappingNode> {
    return (await this.#load(path, { chain: [], anchor: undefined, imports, ...why })).tree;
  }

  async #load(path: string, link: Link): Promise<Loaded> {
    const { files, reports } = this.#context;
    const { reason, role, entry } = link;
    const report = { path: files.shown(path), reason, role };
    const key = `${path}\0${link.anchor ?? ""}`;
    const known = this.#loaded.get(key);
    if (known !== undefined) this.repeated.push({ report: { ...report, read: true }, after: reports.at(-1) });
    if (known !== undefined && (known.main === undefined || known.main === link.basePathFiles?.main)) {
      this.#countMerge(known.size);
      return known;
    }
    let source: YamlSource | undefined;
    try {
      source = await files.read(path, entry && positionOf(entry.node.origin));
      const result = await this.#merged(path, source, link);
      this.#loaded.set(key, result);
      if (known === undefined) reports.push({ ...report, read: true });
      return result;
    } catch (error) {
      // The failure may be in a file that this one imports, which is already recorded.
      const isOwn = source === undefined || problemOfError(error)?.position?.file === report.path;
      reports.push(isOwn ? { ...report, read: false, broken: true } : { ...report, read: true });
      throw error;
    }
  }

  async #merged(path: string, source: YamlSource, link: Link): Promise<Loaded> {
    const { files } = this.#context;
    this.#countMerge(source.size);
    const own = await this.#withPlaces(source);
    const declared = child(own, "import");
    if (declared !== undefined && !link.imports) {
      const message = `Ignoring "import": Atmos does not read imports in the system configuration`;
      this.problems.push(fileWarning("CONFIG_IMPORT_NOT_FOUND", message, {
        hint: "Put the values into this file",
        position: positionOf(declared.origin),
      }));
    }
    const imports = link.imports ? importEntries(declared) : [];
    let merged: MappingNode = { ...EMPTY_CONFIG, origin: own.origin };
    let size = source.size;
    if (imports.length > 0) {
      const { anchor, from = path } = await this.#anchorOf(path, own, link);
      const chain = [...link.chain, path];
      for (const [target, named] of await this.#targets(imports, anchor, chain)) {
        const { entry, first, missing } = named;
        const reason = `import of ${formatOrigin(entry.node.origin)}`;
        const role = { kind: "import", importer: files.shown(path), ...missing && { missing } } as const;
        const imported = await this.#forgiving(async () => {
          await this.#allow(target, [path, from], entry.node);
          return await this.#load(target, { chain, anchor, entry, imports: true, reason, role });
        });
        if (imported === undefined) continue;
        if (first !== undefined) this.#noteFirst(target, first, imported.tree);
        merged = mergeConfig(merged, imported.tree);
        size += imported.size;
      }
    }
    const main = imports.length > 0 ? link.basePathFiles?.main : undefined;
    return { tree: mergeConfig(merged, own), size, main };
  }

  /** Records which files led to this one, before anything in it applies; and checks that its owner may be trusted. */
  async #allow(target: string, leaders: readonly string[], node: ImportEntry["node"]): Promise<void> {
    const { origin, source } = node;
    const { files, trust } = this.#context;
    const included = source?.kind === "file" ? [source.file] : [];
    for (const file of [...leaders.map((leader) => files.shown(leader)), ...included]) {
      trust.lead({ kind: "file", file, line: 1, column: 1 }, target);
    }
    trust.lead(origin, target);
    await trust.requireOwner(target, origin);
  }

  /**
   * The files to import, with the entry that names each; of several mentions of a file, the last applies, as it would override the others
   * anyway.
   *
   * @param chain The files that lead here, up to the importing one.
   */
  async #targets(
    imports: readonly ImportEntry[],
    anchor: string,
    chain: readonly string[],
  ): Promise<Map<string, NamedTarget>> {
    const { files } = this.#context;
    const targets = new Map<string, NamedTarget>();
    if (imports.length > CONFIG_LIMITS.merges) {
      throw tooMuch(`it has more than ${CONFIG_LIMITS.merges} imports`);
    }
    for (const entry of imports) {
      const { targets: resolved, missing } = await this.#resolved(entry, {
        anchor,
        importer: chain.at(-1) ?? "",
      });
      for (const target of resolved) {
        if (chain.includes(target)) {
          // A pattern that also matches the file itself refers to the others.
          if (isGlob(entry.path)) continue;
          const circle = [...chain.slice(chain.indexOf(target)), target].map((file) => files.shown(file));
          const state = `files import each other in a cycle: ${circle.join(" → ")}`;
          throw fileError("CONFIG_IMPORT_CYCLE", `Cannot import "${entry.path}": ${state}`, {
            hint: "Remove one of these imports",
            origin: entry.node.origin,
          });
        }
        const known = targets.get(target);
        const isMoved = known !== undefined && [...targets.keys()].at(-1) !== target;
        targets.delete(target);
        targets.set(target, {
          entry,
          first: isMoved ? known.first ?? known.entry : known?.first,
          missing: missing && files.shown(missing),
        });
      }
    }
    if (chain.length > CONFIG_LIMITS.importDepth && targets.size > 0) {
      const [first] = targets.values();
      const position = first && positionOf(first.entry.node.origin);
      throw tooMuch(`imports nest deeper than ${CONFIG_LIMITS.importDepth}`, position);
    }
    return targets;
  }

  async #resolved(
    entry: ImportEntry,
    place: { readonly anchor: string; readonly importer: string },
  ): Promise<ImportTargets> {
    const named = await this.#forgiving(() => importTargets(entry, { ...place, ...this.#context }));
    if (named?.targets.length === 0) {
      this.problems.push(
        fileWarning("CONFIG_IMPORT_NOT_FOUND", `No file matches the import "${entry.path}"`, {
          hint: "Add a file, correct the pattern, or remove the import",
          position: positionOf(entry.node.origin),
        }),
      );
    }
    return named ?? { targets: [] };
  }

  /** Notes a file with identities that is imported twice, with others between: here, the last mention determines its precedence. */
  #noteFirst(target: string, first: ImportEntry, tree: MappingNode): void {
    if (child(child(tree, "auth"), "identities") === undefined) return;
    const place = `the identities of "${this.#context.files.shown(target)}" where it is imported first`;
    this.compatibility.push(
      fileWarning("CONFIG_INVALID", `Atmos takes ${place}: those of later imports override them`, {
        hint: "Import it once",
        position: positionOf(first.node.origin),
      }),
    );
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

  /** What the imports of a file are relative to, and the file whose `base_path` says so, if it is another. */
  async #anchorOf(
    path: string,
    tree: MappingNode,
    { anchor: inherited, basePathFiles }: Pick<Link, "anchor" | "basePathFiles">,
  ): Promise<{ readonly anchor: string; readonly from?: string | undefined }> {
    if (inherited === undefined && basePathFiles !== undefined) {
      const found = await commonBasePath(basePathFiles.files, (file) => this.#context.files.read(file));
      const declared = found === undefined ? "" : declaredBasePath(await this.#withPlaces(found.source));
      const file = basePathFiles.main ?? found?.file ?? path;
      return { anchor: await importAnchor(file, declared, this.#context), from: found?.file };
    }
    const declared = declaredBasePath(tree);
    // A remote file has no local directory that its base_path could be relative to.
    if (inherited !== undefined && (declared === "" || isRemote(path))) return { anchor: inherited };
    return { anchor: await importAnchor(path, declared, this.#context) };
  }

  /** A file's tree, with everything evaluated that its imports depend on. */
  #withPlaces({ tree }: YamlSource): Promise<MappingNode> {
    return evaluateFunctions(tree, { sections: ["import", "base_path"], evaluators: this.#evaluators });
  }

  #countMerge(values: number): void {
    if (++this.#merges > CONFIG_LIMITS.merges) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.merges} imports`);
    }
    this.#values += values;
    if (this.#values > CONFIG_LIMITS.mergedValues) {
      throw tooMuch("its files contain too many values in total");
    }
  }
}
