import { child, type ConfigNode, type MappingEntry, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin } from "../../config/origin.ts";
import type { ProblemList } from "../model/problem_list.ts";
import { isUnset } from "./atmos_view.ts";

/** The consequence in Atmos of an entry that it cannot use, for every identity. */
const ENDS = "all auth commands fail";

/** The maximum number of values in a message. */
const MAX_SHOWN = 4;

/** Sections of `auth` with named entries, and the noun for an entry. */
const SECTIONS = { providers: "provider", identities: "identity", integrations: "integration" } as const;

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
  const auth = { ours: child(ours, "auth"), theirs: child(theirs, "auth") };
  if (isReplaced(`"auth"`, auth.ours, auth.theirs, problems)) return;
  for (const key of PARTS) {
    compare(`"auth.${key}"`, entryOf(auth.ours, key), entryOf(auth.theirs, key), problems);
  }
  for (const [section, noun] of Object.entries(SECTIONS)) {
    const mine = child(auth.ours, section);
    const other = child(auth.theirs, section);
    const names = new Set([...namesIn(mine), ...namesIn(other)]);
    if (isReplaced(`"auth.${section}"`, mine, other, problems)) continue;
    for (const name of names) {
      // A name with a dot is another name in Atmos, see checkAtmosReferences().
      if ((noun === "identity" && told.has(name)) || (noun !== "identity" && name.includes("."))) continue;
      const [ourEntry, theirEntry] = [entryOf(mine, name), entryOf(other, name)];
      const shown = ourEntry?.key ?? theirEntry?.key ?? name;
      compare(`${noun} "${shown}"`, ourEntry, theirEntry, problems);
    }
  }
}

/** Whether a value other than a mapping is here where Atmos has a mapping, which causes a warning. */
function isReplaced(
  label: string,
  ours: ConfigNode | undefined,
  theirs: ConfigNode | undefined,
  problems: ProblemList,
): boolean {
  if (
    ours?.kind === "mapping" && theirs?.kind === "function" && !isNothing(theirs) && leaves(ours).size > 0
  ) {
    const { tag, argument, origin } = theirs;
    const named = tag.startsWith("!include") ? ` ("${argument}")` : "";
    report(label, {
      says: `it uses the value of "${tag}"${named} of ${shownOrigin(origin)}, which is overridden here`,
      at: firstOrigin(ours),
    }, problems);
    return true;
  }
  if (ours === undefined || ours.kind === "mapping" || isNothing(ours)) return false;
  if (theirs?.kind !== "mapping" || leaves(theirs).size === 0) return false;
  const kept = shownOrigin(firstOrigin(theirs));
  report(label, {
    says: ours.kind === "function"
      ? `here, only the value of "${ours.tag}" is used; Atmos uses that of ${kept} as well or instead`
      : `it discards values that are not mappings, and keeps ${kept}`,
    at: ours.origin,
  }, problems);
  return true;
}

function compare(
  label: string,
  ours: MappingEntry | undefined,
  theirs: MappingEntry | undefined,
  problems: ProblemList,
): void {
  const mine = ours === undefined ? new Map<string, ConfigNode>() : leaves(ours.value);
  const other = theirs === undefined ? new Map<string, ConfigNode>() : leaves(theirs.value);
  const at = ours?.keyOrigin ?? theirs?.keyOrigin;
  if (at === undefined || (mine.size === 0 && other.size === 0)) return;
  if (mine.size === 0) {
    return report(
      label,
      { says: `it also uses that of ${shownOrigin(firstOrigin(theirs?.value))}`, at },
      problems,
    );
  }
  if (other.size === 0) {
    const merged = ours?.mergedBy;
    return report(label, {
      says: merged === undefined
        ? "it does not see it"
        : `it does not see it, because it does not apply merge keys there (${shownOrigin(merged)})`,
      at,
    }, problems);
  }
  const others = [...other].filter(([path, node]) => !isSame(mine.get(path), node));
  const missing = [...mine.keys()].filter((path) => !other.has(path));
  if (others.length === 0 && missing.length === 0) return;
  const parts = [
    ...others.length === 0 ? [] : [
      `uses ${listed(others.map(([path, node]) => `${quoted(path)} of ${shownOrigin(node.origin)}`))}`,
    ],
    ...missing.length === 0 ? [] : [`does not see ${listed(missing.map(quoted))}`],
  ];
  const ends = missing.includes("kind") && label.startsWith("identity") ? `, and ${ENDS}` : "";
  report(label, { says: `it ${parts.join(", and ")}${ends}`, at }, problems);
}

function report(
  label: string,
  { says, at }: { readonly says: string; readonly at: Origin },
  problems: ProblemList,
): void {
  problems.warn({
    message: `Atmos resolves ${label} differently: ${says}`,
    hint: "If Atmos must read it too, write it in one file, without functions or merge keys",
    at,
  });
}

/** Non-empty values by dotted path. A list counts as one. */
function leaves(node: ConfigNode, path = "", found = new Map<string, ConfigNode>()): Map<string, ConfigNode> {
  if (node.kind === "mapping") {
    for (const [key, { value }] of node.entries) leaves(value, path === "" ? key : `${path}.${key}`, found);
  } else if (!isNothing(node)) found.set(path, node);
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

function namesIn(section: ConfigNode | undefined): readonly string[] {
  return section?.kind === "mapping" ? [...section.entries.keys()] : [];
}

function entryOf(section: ConfigNode | undefined, name: string): MappingEntry | undefined {
  return section?.kind === "mapping" ? section.entries.get(name) : undefined;
}

function firstOrigin(node: ConfigNode | undefined): Origin {
  const [first] = node === undefined ? [] : leaves(node).values();
  return first?.origin ?? node?.origin ?? { kind: "default" };
}

function quoted(path: string): string {
  return path === "" ? "the value" : `"${path}"`;
}

function shownOrigin(origin: Origin): string {
  return formatOrigin(origin);
}

function listed(parts: readonly string[]): string {
  const shown = parts.slice(0, MAX_SHOWN).join(", ");
  return parts.length > MAX_SHOWN ? `${shown}, … ${parts.length - MAX_SHOWN} more` : shown;
}
