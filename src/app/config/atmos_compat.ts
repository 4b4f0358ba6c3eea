import { checkAtmosDifferences } from "../../domain/auth/atmos_compat/atmos_differences.ts";
import { checkAtmosElsewhere } from "../../domain/auth/atmos_compat/atmos_elsewhere.ts";
import { checkAtmosRequired } from "../../domain/auth/atmos_compat/atmos_entries.ts";
import { atmosChains, type AtmosFile } from "../../domain/auth/atmos_compat/atmos_files.ts";
import { checkAtmosIdentities } from "../../domain/auth/atmos_compat/atmos_identities.ts";
import { checkAtmosShapes } from "../../domain/auth/atmos_compat/atmos_shapes.ts";
import { checkAtmosUncalled } from "../../domain/auth/atmos_compat/atmos_uncalled.ts";
import { atmosView } from "../../domain/auth/atmos_compat/atmos_view.ts";
import { ProblemList } from "../../domain/auth/model/problem_list.ts";
import { child, type MappingNode } from "../../domain/config/config_node.ts";
import { functionsIn } from "../../domain/config/config_tree.ts";
import { mergeConfig } from "../../domain/config/merge_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { formatPosition } from "../../domain/errors/errors.ts";
import type { ConfigFileReport, LoadedConfig } from "../../ports/config.ts";
import { atmosOrder } from "./atmos_order.ts";

/** Everything that Atmos would resolve differently, as warnings. */
export async function atmosDifferences(loaded: LoadedConfig, evaluated: MappingNode): Promise<Problem[]> {
  const files = filesOf(loaded, loaded.files);
  const mentions = filesOf(loaded, loaded.mentions());
  const chains = atmosChains(mentions);
  const problems = new ProblemList();
  for (const file of files) {
    const unread = chains.unread.get(file.path);
    if (unread === undefined) continue;
    problems.warn({
      message: `Atmos does not read "${file.path}" (${file.reason}): ${unread.why}`,
      hint: unread.hint ?? "Import it from a file that Atmos reads",
      at: { kind: "file", file: file.path, line: 1, column: 1 },
    });
  }
  const order = atmosOrder(loaded.files).filter((path) => !chains.unread.has(path));
  const told = checkAtmosIdentities(evaluated, order, problems);
  const read = mentions.filter(({ path }) => !chains.unread.has(path));
  checkAtmosDifferences(
    {
      ours: read.map(({ tree }) => tree).reduce(mergeConfig, EMPTY),
      theirs: atmosView(chains, order.flatMap((path) => read.filter((file) => file.path === path))),
    },
    told,
    problems,
  );
  checkAtmosShapes(evaluated, problems);
  checkAtmosElsewhere(files, problems);
  checkAtmosRequired(evaluated, problems);
  checkAtmosUncalled({ files, evaluated, included: includedOnly(loaded.files) }, problems);
  for (const { origin, tag, failure } of functionsIn(child(evaluated, "auth") ?? EMPTY)) {
    if (failure === undefined || failure.code === "CONFIG_UNTRUSTED") continue;
    problems.warn({
      message: `Atmos requires the value of this "${tag}": all of its commands fail without it`,
      hint: failure.hint,
      at: origin,
    });
  }
  return [...problems.sorted(), ...await loaded.compatibility()];
}

/** The warnings about Atmos, except those that an error here already covers. */
export function withoutErrors(told: readonly Problem[], found: readonly Problem[]): Problem[] {
  const broken = new Set(
    found.filter(({ severity, hint = "" }) => severity === "error" || hint.includes("Atmos"))
      .map(({ position }) => placeOf(position)),
  );
  return told.filter(({ position }) => position === undefined || !broken.has(placeOf(position)));
}

function placeOf(position: Problem["position"]): string {
  return position === undefined ? "" : formatPosition(position);
}

const EMPTY: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };

/** The files that were read, in order, without included ones. */
function filesOf(loaded: LoadedConfig, reports: readonly ConfigFileReport[]): AtmosFile[] {
  const written = loaded.written();
  return reports.flatMap((report): AtmosFile[] => {
    const tree = written.get(report.path);
    if (!report.read || tree === undefined || report.role.kind === "include") return [];
    const { path, reason, role } = report;
    return [{
      path,
      tree,
      reason,
      kind: role.kind === "source" && isNamed(report) ? "named" : role.kind,
      importer: role.kind === "import" ? role.importer : undefined,
      missing: role.kind === "import" ? role.missing : undefined,
    }];
  });
}

/** The files that are read as values alone. */
function includedOnly(files: readonly ConfigFileReport[]): ReadonlySet<string> {
  const others = new Set(files.filter(({ role }) => role.kind !== "include").map(({ path }) => path));
  return new Set(files.filter(({ path }) => !others.has(path)).map(({ path }) => path));
}

/** Whether a file was named by `--config`, as opposed to its directory. */
function isNamed({ reason }: ConfigFileReport): boolean {
  return reason === "--config" || reason === "ATMOS_CONFIG";
}
