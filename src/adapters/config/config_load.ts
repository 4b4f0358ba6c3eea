import { guardValues } from "../../domain/auth/decode/guard_values.ts";
import type { NeededEntries } from "../../domain/auth/model/needed_entries.ts";
import { effectiveRealm, refuseForeignRealm, refuseSecretRealm } from "../../domain/auth/model/realm.ts";
import { checkCollections } from "../../domain/config/config_limits.ts";
import type { MappingNode } from "../../domain/config/config_node.ts";
import { mergeConfig } from "../../domain/config/merge_config.ts";
import { downgradeToWarning, problemError } from "../../domain/config/problem.ts";
import {
  ignoresGitRoot,
  logsLevel,
  logsLevelProblem,
  promoteVariables,
} from "../../domain/config/atmos_variables.ts";
import type {
  ConfigFileReport,
  ConfigSelection,
  LoadedConfig,
  RemoteFiles,
  TrustRecords,
} from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import { ConfigFiles } from "./files/config_files.ts";
import { brokenIncludes, checkAtmosSources } from "./discovery/atmos_sources.ts";
import { cliConfigPath, type FoundSources, realmHash } from "./discovery/config_source.ts";
import { discoveredSources } from "./discovery/discovered_sources.ts";
import { type DropInContext, dropInDirectories, loadDropIns } from "./imports/drop_ins.ts";
import { Evaluation } from "./functions/evaluation.ts";
import type { FileAccess } from "./files/file_access.ts";
import { FileReports } from "./files/file_reports.ts";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import { errorWithoutHidden, HiddenValues, withoutHidden } from "../../domain/config/hidden_values.ts";
import { FileTrust } from "./trust/file_trust.ts";
import { ImportLoader } from "./imports/import_loader.ts";
import { isInside } from "./functions/include_function.ts";
import { isRemote } from "./files/remote_url.ts";
import { namedSources, pinnedSources } from "./discovery/named_sources.ts";
import { loadProfiles, profileNames } from "./imports/profiles.ts";
import { loadProvisioned } from "./imports/provisioned_identities.ts";
import type { Shell } from "./functions/shell.ts";
import { logicalDirectory, ownGitRoot, systemDirectory } from "./discovery/working_place.ts";

/** The context of one load. */
export interface LoadContext {
  readonly environment: Environment;
  readonly access: FileAccess;
  readonly trust: TrustRecords | undefined;
  readonly shell: Shell;
  readonly remote: RemoteFiles;
  /** Filled with the files that are searched. */
  readonly reported: ConfigFileReport[];
}

/** The empty tree. */
const EMPTY: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };

/**
 * Finds, reads and merges a configuration: sources with their drop-ins and imports, then profiles. Errors as those of
 * `Configurations.load`.
 */
export async function loadConfig(selection: ConfigSelection, context: LoadContext): Promise<LoadedConfig> {
  const reports = new FileReports(context.reported);
  const hidden = new HiddenValues();
  try {
    return await load(selection, { ...context, hidden }, reports);
  } catch (cause) {
    const error = errorWithoutHidden(cause, hidden);
    reports.fail(error);
    throw error;
  }
}

async function load(
  selection: ConfigSelection,
  { environment, access, trust: records, shell, remote, reported, hidden }: LoadContext & {
    readonly hidden: HiddenValues;
  },
  reports: FileReports,
): Promise<LoadedConfig> {
  const variable = (name: string): string | undefined => environment.get(name);
  const cwd = await logicalDirectory({ cwd: environment.cwd, get: variable }, access);
  const files = new ConfigFiles(access, cwd, remote);
  const trust = new FileTrust({ files, records, variable });
  const repository = await ownGitRoot(cwd, { files, trust });
  const { gitRoot } = repository;
  const place = { variable, cwd, files };
  const chosen = selection.pinned === undefined
    ? await namedSources(selection, place)
    : await pinnedSources(selection.pinned, { files, trust });
  const isNamed = selection.pinned?.named ?? chosen !== undefined;
  const found = chosen ?? await discoveredSources({
    ...place,
    os: environment.os,
    gitRoot,
    systemDirectory: systemDirectory(environment),
    trust,
  });
  const evaluation = new Evaluation({
    files,
    reports,
    trust,
    variable,
    cwd,
    gitRoot,
    shell,
    home: homeDirectory(environment),
    hidden,
  });
  const loader = new ImportLoader({
    files,
    trust,
    reports,
    cwd,
    lenient: selection.lenient === true,
    gitRoot: ignoresGitRoot(variable) ? undefined : gitRoot,
    basePath: nonBlank(selection.basePath) ?? nonBlank(variable("ATMOS_BASE_PATH")),
  }, evaluation.evaluators);
  const sources = found.candidates.filter((candidate) => candidate.read);
  const base = await evaluation.early(
    await mergeSources(found.candidates, { gitRoot, files, loader, trust, reports }),
  );
  checkCollections(base);
  const promotion = promoteVariables(base, variable);
  const promoted = (name: string): string | undefined =>
    variable(name) ?? promotion.variables.get(name)?.value;
  evaluation.promoted = promotion.variables;
  const places = {
    files,
    loader,
    trust,
    cwd,
    variable: promoted,
    promoted: promotion.variables,
    sources,
    named: isNamed,
  };
  const profiles = await loadProfiles(base, selection, places);
  const guarded = async (evaluated: MappingNode): Promise<MappingNode> => {
    checkCollections(evaluated);
    return await guardValues(evaluated, {
      isTrusted: (origin) => trust.isTrustedOrigin(origin),
      everything: trust.everything,
      isForeign: async (origin) => {
        const path = trust.isLedTo(origin) && origin.kind === "file"
          ? files.absolute(origin.file)
          : undefined;
        if (path === undefined || isRemote(path)) return path !== undefined;
        const roots = gitRoot === undefined ? [cwd] : [cwd, gitRoot];
        return !await isInside(path, roots, { files, home: homeDirectory(environment) });
      },
    });
  };
  const provisioned = await loadProvisioned(profiles.tree, {
    files,
    trust,
    reports,
    importer: files.shown(sources.at(-1)?.path ?? cwd),
    environment,
  });
  let tree = await guarded(await evaluation.auth(mergeConfig(provisioned.tree, profiles.tree)));
  let working = Promise.resolve(tree);
  const realmVariable = promoted("ATMOS_AUTH_REALM");
  const level = logsLevel(tree, { variable, promoted: promotion.variables });
  const fault = level && logsLevelProblem(level);
  if (fault !== undefined && selection.lenient !== true) throw problemError(fault);
  const pathHash = realmHash(cliConfigPath(sources, isNamed));
  const realm = effectiveRealm(tree, { variable: realmVariable, pathHash });
  const realmSetting = variable("ATMOS_AUTH_REALM") === undefined
    ? promotion.variables.get("ATMOS_AUTH_REALM") ?? realm
    : realm;
  const realmOrigin = realmSetting.origin;
  refuseSecretRealm(realmSetting.source, realmOrigin);
  refuseForeignRealm(realm.value, {
    isTrusted: await trust.isTrustedOrigin(realmOrigin),
    origin: realmOrigin,
    pathHash,
  });
  return {
    tree,
    files: reported,
    sources: sources.map(({ path }) => path),
    place: {
      sources: sources.map(({ path, directory, imports, dropIns }) => ({
        file: path,
        directory,
        imports,
        dropIns,
      })),
      named: isNamed,
      directory: cwd,
    },
    written: () => new Map([...files.written].map(([path, { tree: text }]) => [path, text])),
    compatibility: async () => [
      ...loader.compatibility,
      ...await checkAtmosSources(sources, { files, fruitless: loader.fruitless }),
      ...await brokenIncludes(tree, evaluation),
    ],
    profiles: profiles.names,
    profileNames: () => profileNames(base, places),
    realm,
    ...level === undefined ? {} : { logsLevel: level },
    promoted: promotion.variables,
    problems: withoutHidden([
      ...repository.problems,
      ...found.problems,
      ...loader.problems,
      ...promotion.problems,
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
  { gitRoot, reports, ...context }: DropInContext & {
    readonly gitRoot: string | undefined;
    readonly reports: FileReports;
  },
): Promise<MappingNode> {
  const { loader } = context;
  let merged = EMPTY;
  for (const candidate of candidates) {
    if (!candidate.read) {
      reports.add(candidate);
      continue;
    }
    const { path, reason, imports, dropIns } = candidate;
    if (dropIns) {
      const directories = dropInDirectories(path, gitRoot);
      merged = mergeConfig(merged, await loadDropIns(directories, { ...context, main: path }));
    }
    merged = mergeConfig(merged, await loader.load(path, { reason, role: { kind: "source" }, imports }));
  }
  return candidates.some(({ read }) => read) || gitRoot === undefined
    ? merged
    : mergeConfig(merged, await loadDropIns([gitRoot], context));
}

function nonBlank(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? undefined : trimmed;
}
