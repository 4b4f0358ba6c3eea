import { child, type ConfigNode, type MappingEntry, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin } from "../../config/origin.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** The maximum number of keys in a message. */
const MAX_SHOWN = 6;

/** The part of an identity in one file. */
interface Contribution {
  /** The first position in the file that contributes. */
  first: FilePlace;
  /** Dotted paths of the file's values, used or overridden. */
  readonly paths: Set<string>;
}

type FilePlace = Extract<Origin, { kind: "file" }>;

/**
 * Warns about identities that are defined in several files, and that Atmos would not merge: it takes the whole identity from the last file
 * in its own order, in which imports follow the importing file.
 *
 * Reference: `pkg/config/load.go` of Atmos, lines 2720-2797, commit 0a1cb4480b.
 *
 * @param atmosOrder Files in Atmos' order, highest precedence last.
 * @returns The folded names of the identities with a warning.
 */
export function checkAtmosIdentities(
  tree: MappingNode,
  atmosOrder: readonly string[],
  problems: ProblemList,
): ReadonlySet<string> {
  const told = new Set<string>();
  const identities = child(child(tree, "auth"), "identities");
  if (atmosOrder.length < 2 || identities?.kind !== "mapping") return told;
  for (const [name, entry] of identities.entries) {
    const contributions = contributionsTo(entry, atmosOrder);
    if (contributions.size < 2) continue;
    const winner = atmosOrder.findLast((file) => contributions.has(file));
    const taken = winner === undefined ? undefined : contributions.get(winner);
    if (winner === undefined || taken === undefined) continue;
    const lost = [...valuesIn(entry.value)].filter(([, node]) =>
      node.origin.kind === "file" && node.origin.file !== winner && atmosOrder.includes(node.origin.file)
    );
    if (lost.length === 0) continue;
    report({ entry, winner, taken, contributions, lost }, problems);
    told.add(name);
  }
  return told;
}

function report(
  { entry, winner, taken, contributions, lost }: {
    readonly entry: MappingEntry;
    readonly winner: string;
    readonly taken: Contribution;
    readonly contributions: ReadonlyMap<string, Contribution>;
    readonly lost: readonly (readonly [string, ConfigNode])[];
  },
  problems: ProblemList,
): void {
  const missing = lost.map(([path]) => path).filter((path) => path !== "" && !taken.paths.has(path));
  const changed = lost.map(([path]) => path).filter((path) => path !== "" && taken.paths.has(path));
  const effects = [
    ...(lost.some(([path]) => path === "") ? ["although it is null here"] : []),
    ...(missing.length === 0 ? [] : [`without ${listed(missing)}`]),
    ...(changed.length === 0 ? [] : [`with its own ${listed(changed)}`]),
  ];
  const others = [...contributions].filter(([file]) => file !== winner).map(([, { first }]) => shown(first));
  problems.warn({
    message: `Atmos does not merge identity "${entry.key}": it uses only the definition at ${
      shown(taken.first)
    }, ${effects.join(" and ")}, and ignores ${others.join(", ")}`,
    hint: "If Atmos must read it too, write the whole identity in one file",
    at: entry.keyOrigin,
  });
}

function contributionsTo(
  { value }: MappingEntry,
  files: readonly string[],
): Map<string, Contribution> {
  const found = new Map<string, Contribution>();
  const at = (origin: Origin): Contribution | undefined => {
    if (origin.kind !== "file" || !files.includes(origin.file)) return undefined;
    const contribution = found.get(origin.file) ?? { first: origin, paths: new Set<string>() };
    if (isBefore(origin, contribution.first)) contribution.first = origin;
    found.set(origin.file, contribution);
    return contribution;
  };
  const visit = (node: ConfigNode, path: string): void => {
    const contribution = at(node.origin);
    if (node.kind !== "mapping") contribution?.paths.add(path);
    for (const old of node.overrides ?? []) visit(old, path);
    if (node.kind !== "mapping") return;
    for (const { key, keyOrigin, value } of node.entries.values()) {
      at(keyOrigin);
      visit(value, path === "" ? key : `${path}.${key}`);
    }
  };
  visit(value, "");
  return found;
}

/** The values in use, by dotted path. A list counts as one. */
function* valuesIn(node: ConfigNode, path = ""): Generator<readonly [string, ConfigNode], void> {
  if (node.kind !== "mapping") return yield [path, node];
  for (const { key, value } of node.entries.values()) {
    yield* valuesIn(value, path === "" ? key : `${path}.${key}`);
  }
}

function isBefore(a: FilePlace, b: FilePlace): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function listed(paths: readonly string[]): string {
  const names = paths.slice(0, MAX_SHOWN).map((path) => `"${path}"`).join(", ");
  return paths.length > MAX_SHOWN ? `${names}, … ${paths.length - MAX_SHOWN} more` : names;
}

function shown(origin: Origin): string {
  return formatOrigin(origin);
}
