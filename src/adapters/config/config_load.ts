import { dirname } from "node:path";
import { guardValues } from "../../domain/auth/decode/guard_values.ts";
import type { NeededEntries } from "../../domain/auth/model/needed_entries.ts";
import { effectiveRealm, refuseForeignRealm, refuseSecretRealm } from "../../domain/auth/model/realm.ts";
import {
  ignoresGitRoot,
  logsLevel,
  logsLevelProblem,
  promoteVariables,
} from "../../domain/config/atmos_variables.ts";
import { checkCollections } from "../../domain/config/config_limits.ts";
import { EMPTY_CONFIG, type MappingNode } from "../../domain/config/config_node.ts";
import { errorWithoutHidden, HiddenValues, withoutHidden } from "../../domain/config/hidden_values.ts";
import { mergeConfig } from "../../domain/config/merge_config.ts";
import { downgradeToWarning, problemError } from "../../domain/config/problem.ts";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import type {
  ConfigFileReport,
  ConfigSelection,
  LoadedConfig,
  RemoteFiles,
  TrustRecords,
} from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import { brokenIncludes, checkAtmosSources } from "./discovery/atmos_sources.ts";
import { cliConfigPath, realmHash } from "./discovery/realm_hash.ts";
import type { FoundSources } from "./discovery/config_source.ts";
import { discoveredSources } from "./discovery/discovered_sources.ts";
import { namedSources, pinnedSources } from "./discovery/named_sources.ts";
import { logicalDirectory, ownGitRoot } from "./discovery/working_place.ts";
import type { FileAccess } from "./files/file_access.ts";
import { ConfigFiles } from "./files/config_files.ts";
import { FileTrust } from "./files/file_trust.ts";
import { type LoadScope, reportFailure } from "./files/load_scope.ts";
import { isRemote } from "./files/remote_url.ts";
import { Evaluation } from "./functions/evaluation.ts";
import { isInside } from "./files/project_paths.ts";
import type { Shell } from "./functions/shell.ts";
import { type DropInScope, loadDropIns } from "./imports/drop_ins.ts";
import type { BasePathFiles } from "./imports/base_path.ts";
import { ImportLoader } from "./imports/import_loader.ts";
import { loadProfiles, profileNames } from "./imports/profiles.ts";
import { loadProvisioned } from "./imports/provisioned_identities.ts";

/** What a load depends on. */
export interface LoadContext {
  readonly environment: Environment;
  readonly access: FileAccess;
  readonly trust: TrustRecords | undefined;
  /** Runs the commands of `!exec`. */
  readonly shell: Shell;
  readonly remote: RemoteFiles;
}

/**
 * Finds, reads and merges a configuration: sources with their drop-ins and imports, then profiles. Errors as those of
 * `Configurations.load`.
 *
 * @param reports Filled with the files that are searched.
 */
export async function loadConfig(
  selection: ConfigSelection,
  context: LoadContext,
  reports: ConfigFileReport[],
): Promise<LoadedConfig> {
  const hidden = new HiddenValues();
  try {
    return await load(selection, context, { reports, hidden });
  } catch (cause) {
    const error = errorWithoutHidden(cause, hidden);
    reportFailure(reports, error);
    throw error;
  }
}

async function load(
  selection: ConfigSelection,
  { environment, access, trust: records, shell, remote }: LoadContext,
  { reports, hidden }: { readonly reports: ConfigFileReport[]; readonly hidden: HiddenValues },
): Promise<LoadedConfig> {
  const variable = (name: string): string | undefined => environment.get(name);
  const cwd = await logicalDirectory({ cwd: environment.cwd, get: variable }, access);
  const files = new ConfigFiles(access, cwd, remote);
  const trust = new FileTrust(files, records, variable);
  const { gitRoot, problems: repositoryProblems } = await ownGitRoot(cwd, { files, trust });
  const home = homeDirectory(environment);
  const scope: LoadScope = { files, trust, reports, environment, variable, cwd, gitRoot, home };
  const chosen = selection.pinned === undefined
    ? await namedSources(selection, scope)
    : await pinnedSources(selection.pinned, scope);
  const isNamed = selection.pinned?.named ?? chosen !== undefined;
  const found = chosen ?? await discoveredSources(scope);
  const sources = found.candidates.filter((candidate) => candidate.read);
  const evaluation = new Evaluation({ ...scope, shell, hidden });
  const loader = new ImportLoader({
    ...scope,
    lenient: selection.lenient === true,
    gitRoot: ignoresGitRoot(variable) ? undefined : gitRoot,
    basePath: selection.basePath?.trim() || variable("ATMOS_BASE_PATH")?.trim() || undefined,
  }, evaluation.evaluators);
  const base = await evaluation.early(await mergeSources(found.candidates, { ...scope, loader }));
  checkCollections(base);
  const { variables: promoted, problems: promotionProblems } = promoteVariables(base, variable);
  const variableOrPromoted = (name: string): string | undefined =>
    variable(name) ?? promoted.get(name)?.value;
  evaluation.promoted = promoted;
  const profileScope = { ...scope, loader, variable: variableOrPromoted, promoted, sources, named: isNamed };
  const profiles = await loadProfiles(base, selection, profileScope);
  const guarded = async (evaluated: MappingNode): Promise<MappingNode> => {
    checkCollections(evaluated);
    return await guardValues(evaluated, {
      isTrusted: (origin) => trust.isTrustedOrigin(origin),
      everything: trust.everything,
      leaderOf: (origin) => trust.untrustedLeader(origin),
      isForeign: async (origin) => {
        const path = trust.isLedTo(origin) ? files.pathOf(origin) : undefined;
        if (path === undefined || isRemote(path)) return path !== undefined;
        return !await isInside(path, gitRoot === undefined ? [cwd] : [cwd, gitRoot], scope);
      },
    });
  };
  const importer = files.shown(sources.at(-1)?.path ?? cwd);
  const provisioned = await loadProvisioned(profiles.tree, { ...scope, importer });
  let tree = await guarded(await evaluation.auth(mergeConfig(provisioned.tree, profiles.tree)));
  let working = Promise.resolve(tree);
  const level = logsLevel(tree, { variable, promoted });
  const fault = level && logsLevelProblem(level);
  if (fault !== undefined && selection.lenient !== true) throw problemError(fault);
  const pathHash = await realmHash(cliConfigPath(sources, isNamed));
  const realm = effectiveRealm(tree, { variable: variableOrPromoted("ATMOS_AUTH_REALM"), pathHash });
  const isPromoted = variable("ATMOS_AUTH_REALM") === undefined;
  const { source, origin } = (isPromoted ? promoted.get("ATMOS_AUTH_REALM") : undefined) ?? realm;
  refuseSecretRealm(source, origin);
  refuseForeignRealm(realm.value, { isTrusted: await trust.isTrustedOrigin(origin), origin, pathHash });
  return {
    tree,
    files: reports,
    sources: sources.map(({ path }) => path),
    place: {
      sources: sources.map(({ path: file, directory, imports, dropIns }) => ({
        file,
        directory,
        imports,
        dropIns,
      })),
      named: isNamed,
      directory: cwd,
    },
    mentions: () => {
      const repeated = Map.groupBy(loader.repeated, ({ after }) => after);
      return reports.flatMap((one) => [one, ...(repeated.get(one) ?? []).map(({ report }) => report)]);
    },
    written: () => new Map([...files.written].map(([path, { tree: text }]) => [path, text])),
    compatibility: async () => [
      ...loader.compatibility,
      ...await checkAtmosSources(sources, { files, fruitless: loader.fruitless }),
      ...await brokenIncludes(tree, evaluation),
    ],
    profiles: profiles.names,
    profileNames: () => profileNames(base, profileScope),
    realm,
    ...level === undefined ? {} : { logsLevel: level },
    promoted,
    problems: withoutHidden([
      ...repositoryProblems,
      ...found.problems,
      ...loader.problems,
      ...promotionProblems,
      ...profiles.problems,
      ...provisioned.problems,
      ...fault === undefined ? [] : [downgradeToWarning(fault)],
    ], hidden),
    evaluate: (needed: NeededEntries) => {
      // One after another: what several of them need is evaluated once.
      working = working.catch(() => tree).then(async () => {
        tree = await guarded(await evaluation.entries(tree, needed));
        return tree;
      });
      return working;
    },
    isTrusted: (origin) => trust.isTrustedOrigin(origin),
  };
}

/** Merges everything that was found; without any configuration, only the drop-ins of the git root. */
async function mergeSources(
  candidates: FoundSources["candidates"],
  scope: DropInScope & Pick<LoadScope, "gitRoot" | "reports">,
): Promise<MappingNode> {
  const { gitRoot, loader, reports } = scope;
  const named: string[] = [];
  let merged = EMPTY_CONFIG;
  for (const candidate of candidates) {
    if (!candidate.read) {
      reports.push(candidate);
      continue;
    }
    const { path, reason, imports, dropIns } = candidate;
    // The base_path of a file of --config also applies to later ones.
    if (imports && !dropIns) named.push(path);
    let basePathFiles: BasePathFiles | undefined = imports && !dropIns ? { files: [...named] } : undefined;
    if (dropIns) {
      const directories = [...gitRoot === undefined ? [] : [gitRoot], dirname(path)];
      const loaded = await loadDropIns(directories, { ...scope, main: path });
      merged = mergeConfig(merged, loaded.tree);
      ({ basePathFiles } = loaded);
    }
    const tree = await loader.load(path, { reason, role: { kind: "source" }, imports, basePathFiles });
    merged = mergeConfig(merged, tree);
  }
  return candidates.some(({ read }) => read) || gitRoot === undefined
    ? merged
    : mergeConfig(merged, (await loadDropIns([gitRoot], scope)).tree);
}
