import {
  child,
  type ConfigNode,
  entriesOf,
  type MappingEntry,
  type MappingNode,
} from "../../config/config_node.ts";
import { formatOrigin, type Origin } from "../../config/origin.ts";
import { ENTRY_NOUNS } from "../../trust/entry_rules.ts";
import { listed, type ProblemList } from "../model/problem_list.ts";
import { isUnset } from "./atmos_view.ts";

/** The maximum number of values in a message. */
const MAX_SHOWN = 4;

/** Sections that are compared as a whole. */
const PARTS = ["realm", "keyring", "console"] as const;

/**
 * Warns about every part of `auth` that Atmos resolves from other files than this program.
 *
 * @param ours The files merged as this program does, without evaluation; `theirs` as Atmos does.
 * @param told Folded names of identities that are already covered by a warning.
 */
export function checkAtmosDifferences(
  { ours, theirs }: { readonly ours: MappingNode; readonly theirs: MappingNode },
  told: ReadonlySet<string>,
  problems: ProblemList,
): void {
  const [mine, other] = [child(ours, "auth"), child(theirs, "auth")];
  const replaced = replacement(mine, other);
  if (replaced !== undefined) return report(`"auth"`, replaced, problems);
  for (const key of PARTS) {
    report(`"auth.${key}"`, difference(entriesOf(mine).get(key), entriesOf(other).get(key)), problems);
  }
  for (const [section, noun] of Object.entries(ENTRY_NOUNS)) {
    const [myEntries, otherEntries] = [child(mine, section), child(other, section)];
    const replaced = replacement(myEntries, otherEntries);
    report(`"auth.${section}"`, replaced, problems);
    if (replaced !== undefined) continue;
    for (const name of new Set([...entriesOf(myEntries).keys(), ...entriesOf(otherEntries).keys()])) {
      // A name with a dot is another name in Atmos, see checkAtmosReferences().
      if (noun === "identity" ? told.has(name) : name.includes(".")) continue;
      const [myEntry, otherEntry] = [entriesOf(myEntries).get(name), entriesOf(otherEntries).get(name)];
      const found = difference(myEntry, otherEntry);
      // For every identity: an entry that Atmos cannot use.
      const ends = found?.lacksKind === true && noun === "identity" ? ", and all auth commands fail" : "";
      const shown = myEntry?.key ?? otherEntry?.key ?? name;
      report(`${noun} "${shown}"`, found && { ...found, says: found.says + ends }, problems);
    }
  }
}

/** What Atmos does instead, and the position of the value here. */
interface Difference {
  readonly says: string;
  readonly at: Origin;
  /** Whether Atmos does not see the kind of an entry. */
  readonly lacksKind?: boolean;
}

function report(label: string, found: Difference | undefined, problems: ProblemList): void {
  if (found === undefined) return;
  problems.warn({
    message: `Atmos resolves ${label} differently: ${found.says}`,
    hint: "If Atmos must read it too, write it in one file, without functions or merge keys",
    at: found.at,
  });
}

/** The difference of a value other than a mapping here where Atmos has a mapping, or the reverse. */
function replacement(ours: ConfigNode | undefined, theirs: ConfigNode | undefined): Difference | undefined {
  if (ours === undefined || theirs === undefined) return undefined;
  if (ours.kind === "mapping") {
    if (theirs.kind !== "function" || isNothing(theirs) || leaves(ours).size === 0) return undefined;
    const { tag, argument, origin } = theirs;
    const named = tag.startsWith("!include") ? ` ("${argument}")` : "";
    return {
      says: `it uses the value of "${tag}"${named} of ${formatOrigin(origin)}, which is overridden here`,
      at: firstOrigin(ours),
    };
  }
  if (isNothing(ours) || theirs.kind !== "mapping" || leaves(theirs).size === 0) return undefined;
  const kept = formatOrigin(firstOrigin(theirs));
  return {
    says: ours.kind === "function"
      ? `here, only the value of "${ours.tag}" is used; Atmos uses that of ${kept} as well or instead`
      : `it discards values that are not mappings, and keeps ${kept}`,
    at: ours.origin,
  };
}

function difference(
  ours: MappingEntry | undefined,
  theirs: MappingEntry | undefined,
): Difference | undefined {
  const [mine, other] = [leaves(ours?.value), leaves(theirs?.value)];
  const at = ours?.keyOrigin ?? theirs?.keyOrigin;
  if (at === undefined || (mine.size === 0 && other.size === 0)) return undefined;
  if (mine.size === 0) {
    return { says: `it also uses that of ${formatOrigin(firstOrigin(theirs?.value))}`, at };
  }
  if (other.size === 0) {
    const merged = ours?.mergedBy;
    const why = merged === undefined
      ? ""
      : `, because it does not apply merge keys there (${formatOrigin(merged)})`;
    return { says: `it does not see it${why}`, at };
  }
  const others = [...other].filter(([path, node]) => !isSame(mine.get(path), node));
  const missing = [...mine.keys()].filter((path) => !other.has(path));
  if (others.length === 0 && missing.length === 0) return undefined;
  const used = others.map(([path, node]) => `${quoted(path)} of ${formatOrigin(node.origin)}`);
  const parts = [
    ...others.length === 0 ? [] : [`uses ${listed(used, MAX_SHOWN)}`],
    ...missing.length === 0 ? [] : [`does not see ${listed(missing.map(quoted), MAX_SHOWN)}`],
  ];
  return { says: `it ${parts.join(", and ")}`, at, lacksKind: missing.includes("kind") };
}

/** Non-empty values by dotted path. A list counts as one. */
function leaves(
  node: ConfigNode | undefined,
  path = "",
  found = new Map<string, ConfigNode>(),
): Map<string, ConfigNode> {
  if (node?.kind === "mapping") {
    for (const [key, { value }] of node.entries) leaves(value, path === "" ? key : `${path}.${key}`, found);
  } else if (node !== undefined && !isNothing(node)) found.set(path, node);
  return found;
}

/** Whether a value is empty, or misspelt, which is reported elsewhere. */
function isNothing(node: ConfigNode): boolean {
  return isUnset(node) || (node.kind === "scalar" && node.value === null) ||
    (node.kind === "function" && node.misapplied === true);
}

function isSame(a: ConfigNode | undefined, b: ConfigNode): boolean {
  if (a === undefined) return false;
  if (formatOrigin(a.origin) === formatOrigin(b.origin)) return true;
  if (a.kind === "scalar" && b.kind === "scalar") return a.raw === b.raw;
  if (a.kind === "function" && b.kind === "function") return a.tag === b.tag && a.argument === b.argument;
  return a.kind === "sequence" && b.kind === "sequence" && a.items.length === b.items.length &&
    a.items.every((item, index) => isSame(item, b.items[index] ?? a));
}

function firstOrigin(node: ConfigNode | undefined): Origin {
  const [first] = leaves(node).values();
  return first?.origin ?? node?.origin ?? { kind: "default" };
}

function quoted(path: string): string {
  return path === "" ? "the value" : `"${path}"`;
}
