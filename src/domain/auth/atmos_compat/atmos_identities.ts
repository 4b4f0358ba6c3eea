import { child, type ConfigNode, type MappingEntry, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin } from "../../config/origin.ts";
import { listed, type ProblemList } from "../model/problem_list.ts";

/** The maximum number of keys in a message. */
const MAX_SHOWN = 6;

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
    const winner = atmosOrder.findLast((file) => contributions.has(file));
    const taken = contributions.get(winner ?? "");
    if (contributions.size < 2 || taken === undefined) continue;
    const lost = [...valuesIn(entry.value)].filter(([, { origin }]) =>
      origin.kind === "file" && origin.file !== winner && atmosOrder.includes(origin.file)
    ).map(([path]) => path);
    if (lost.length === 0) continue;
    const missing = lost.filter((path) => path !== "" && !taken.paths.has(path));
    const changed = lost.filter((path) => path !== "" && taken.paths.has(path));
    const effects = [
      ...(lost.includes("") ? ["although it is null here"] : []),
      ...(missing.length === 0 ? [] : [`without ${quotedList(missing)}`]),
      ...(changed.length === 0 ? [] : [`with its own ${quotedList(changed)}`]),
    ];
    contributions.delete(winner ?? "");
    const others = [...contributions.values()].map(({ first }) => formatOrigin(first));
    problems.warn({
      message: `Atmos does not merge identity "${entry.key}": it uses only the definition at ${
        formatOrigin(taken.first)
      }, ${effects.join(" and ")}, and ignores ${others.join(", ")}`,
      hint: "If Atmos must read it too, write the whole identity in one file",
      at: entry.keyOrigin,
    });
    told.add(name);
  }
  return told;
}

type FilePlace = Extract<Origin, { kind: "file" }>;

/** The part of an identity in one file. */
interface Contribution {
  /** The first position in the file that contributes. */
  first: FilePlace;
  /** Dotted paths of the file's values, used or overridden. */
  readonly paths: Set<string>;
}

function contributionsTo({ value }: MappingEntry, files: readonly string[]): Map<string, Contribution> {
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

function quotedList(paths: readonly string[]): string {
  return listed(paths.map((path) => `"${path}"`), MAX_SHOWN);
}
