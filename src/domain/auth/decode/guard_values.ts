import {
  child,
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
} from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf, sourceName, type ValueSource } from "../../config/origin.ts";
import { newProblem, type Problem } from "../../config/problem.ts";
import { isAwsStartUrl } from "../../trust/aws_hosts.ts";
import { ENTRY_NOUNS, type EntrySection, findTemplate, valueRule } from "../../trust/entry_rules.ts";
import { isPublicVariable } from "../../config/public_variables.ts";
import { notTrusted, trustHint } from "../../trust/trusted_files.ts";
import { guardKeyring, type TrustOf } from "./keyring.ts";

/** The context of trust. */
interface GuardContext {
  readonly isTrusted: TrustOf;
  /** Whether `ATMOS_ECR_TRUST=all` trusts everything. @default {false} */
  readonly everything?: boolean;
  /** Whether a file of the configuration is outside the project, and imported by it. @default {no file is} */
  readonly isForeign?: TrustOf;
  /** The file that led to the file of an origin and prevents trust in it. @default {there is none} */
  readonly leaderOf?: (origin: Origin) => Promise<string | undefined>;
}

const SECTIONS: readonly EntrySection[] = ["providers", "identities", "integrations"];

/**
 * Judges every value of the entries under `auth` by what it does and where it came from:
 *
 * 1. A value that runs a program, or sends a secret or the user elsewhere than to AWS, is marked as trusted if it is a literal in a trusted
 *    file. A value from a variable or another file is rejected even in a trusted file: it could change after it was reviewed.
 * 2. In an untrusted file, values that are sent to AWS must not come from a variable or another file, except from public variables.
 * 3. A template, which is not expanded here, is an error in a value that determines the principal or an endpoint, otherwise a warning.
 *
 * A rejected value reads as if it were absent.
 */
export async function guardValues(
  tree: MappingNode,
  { isTrusted, everything = false, isForeign, leaderOf }: GuardContext,
): Promise<MappingNode> {
  const auth = tree.entries.get("auth");
  if (auth?.value.kind !== "mapping") return tree;
  const trusted = new Map<string, boolean>();
  const foreign = new Map<string, boolean>();
  const leaders = new Map<string, string | undefined>();
  const trust: Trust = {
    everything,
    isTrusted: (origin) => trusted.get(fileOf(origin)) === true,
    isForeign: (origin) => foreign.get(fileOf(origin)) === true,
    leaderOf: (origin) => leaders.get(fileOf(origin)),
  };
  const guarded = new Map<string, ConfigNode>();
  for (const section of SECTIONS) {
    const entries = child(auth.value, section);
    if (entries?.kind !== "mapping") continue;
    for (const [file, origin] of originsIn(entries)) {
      if (trusted.has(file)) continue;
      trusted.set(file, await isTrusted(origin));
      foreign.set(file, await isForeign?.(origin) ?? false);
      leaders.set(file, await leaderOf?.(origin));
    }
    guarded.set(section, mapEntries(entries, (entry) => guardEntry(entry, section, trust)));
  }
  const keyring = child(auth.value, "keyring");
  if (keyring !== undefined && !everything) guarded.set("keyring", await guardKeyring(keyring, isTrusted));
  const value = mapEntries(auth.value, ({ key, value }) => guarded.get(foldName(key)) ?? value);
  return mapEntries(tree, (entry) => entry === auth ? value : entry.value);
}

/** What is known of the files of a section. */
interface Trust {
  readonly everything: boolean;
  isTrusted(origin: Origin): boolean;
  isForeign(origin: Origin): boolean;
  leaderOf(origin: Origin): string | undefined;
}

/** The place of a value. */
interface Place {
  readonly section: EntrySection;
  /** Its entry in messages: `identity "dev"`. */
  readonly label: string;
  /** Its folded keys in the entry, joined by dots. */
  readonly path: string;
  /** Where the role of an identity is named. */
  readonly target: Origin | undefined;
}

function guardEntry({ key, value }: MappingEntry, section: EntrySection, trust: Trust): ConfigNode {
  if (value.kind !== "mapping") return value;
  const target = child(child(value, "principal"), "assume_role")?.origin;
  return guardNode(value, { section, label: `${ENTRY_NOUNS[section]} "${key}"`, path: "", target }, trust);
}

function guardNode(node: ConfigNode, place: Place, trust: Trust): ConfigNode {
  switch (node.kind) {
    case "function":
      return node;
    case "scalar":
      return node.value === null || node.raw === "" ? node : judge(node, place, trust);
    case "sequence": {
      const items = node.items.map((item, index) => guardNode(item, below(place, String(index)), trust));
      return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
    }
    case "mapping":
      return mapEntries(node, ({ key, value }) => guardNode(value, below(place, foldName(key)), trust));
  }
}

function below(place: Place, key: string): Place {
  return { ...place, path: place.path === "" ? key : `${place.path}.${key}` };
}

function judge(node: ScalarNode, place: Place, trust: Trust): ScalarNode {
  if (node.refusal !== undefined) return node;
  const { path, target } = place;
  const { risk, isSent, isDecisive } = valueRule(place.section, path, node.raw);
  const { source, origin } = node;
  // A value that a trusted file includes from another one is as trusted as the including file, which is the one that needs trust.
  const owner = source?.kind === "file" ? source.from : origin;
  const isTrusted = trust.everything || trust.isTrusted(owner);
  const template = source === undefined ? findTemplate(node.raw) : undefined;
  if (template !== undefined && isDecisive) return withTemplate(node, place, template, isDecisive);
  if (risk !== undefined) {
    if (isTrusted && !trust.everything && source !== undefined && source.kind !== "command") {
      return unwritten(node, place, source, risk);
    }
    // Trust does not make it a valid address.
    if (path === "start_url" && source === undefined && isAwsStartUrl(`https://${node.raw}`)) {
      return withoutScheme(node);
    }
    // A start URL misleads the user before anything is sent: it is rejected here, the others when they are used.
    if (!isTrusted && path === "start_url") return untrusted(node, place, { owner, what: risk, trust });
    return { ...node, trusted: isTrusted, leader: isTrusted ? undefined : trust.leaderOf(owner) };
  }
  if (isSent && source === undefined && target !== undefined && isLedAway(origin, path, target, trust)) {
    return untrusted(node, place, {
      owner: target,
      what: "it would be sent to a role of another file",
      trust,
    });
  }
  if (isSent && !isTrusted && source !== undefined && !mayBeSent(source)) {
    return untrusted(node, place, {
      owner,
      what: `it would send AWS the value of ${sourceName(source)}`,
      trust,
    });
  }
  return template === undefined ? node : withTemplate(node, place, template, isDecisive);
}

/** What a role's account sees of whoever assumes the role, besides the principal. */
const PERSONAL_PATH_REGEXP =
  /^principal\.(?:session_name|external_id|source_identity|mfa_serial|(?:tags|transitive_tags)(?:\..*)?)$/;

/**
 * Whether a value of a file outside the project would go to a role that an untrusted file names: the file imports an identity of another
 * project, and overrides its role.
 */
function isLedAway(origin: Origin, path: string, target: Origin, trust: Trust): boolean {
  return PERSONAL_PATH_REGEXP.test(path) && !trust.everything && fileOf(target) !== fileOf(origin) &&
    trust.isForeign(origin) && !trust.isTrusted(target);
}

function mayBeSent(source: ValueSource): boolean {
  return source.kind === "command" || source.kind === "setting" || source.kind === "place" ||
    (source.kind === "variable" && isPublicVariable(source.name));
}

function untrusted(
  node: ScalarNode,
  { path, label }: Place,
  { owner, what, trust }: { readonly owner: Origin; readonly what: string; readonly trust: Trust },
): ScalarNode {
  const file = owner.kind === "file" ? owner.file : formatOrigin(owner);
  const leader = trust.leaderOf(owner);
  return refused(node, "CONFIG_UNTRUSTED", {
    message: `Cannot use "${path}" of ${label}: ${what}, and ${notTrusted(file, leader)}`,
    hint: trustHint(leader ?? file),
  });
}

function unwritten(node: ScalarNode, { path, label }: Place, source: ValueSource, risk: string): ScalarNode {
  return refused(node, "CONFIG_UNTRUSTED", {
    message: `Cannot use "${path}" of ${label}: ${risk}, and its value comes from ${
      sourceName(source)
    }, which can change after the file was trusted`,
    hint: "Write the value literally in the file, then trust the file",
  });
}

function withoutScheme(node: ScalarNode): ScalarNode {
  const shown = node.raw.slice(0, 100);
  return refused(node, "CONFIG_INVALID", {
    message: `Cannot use the start_url "${shown}": it has no scheme`,
    hint: `Write "https://${shown}"`,
  });
}

/** The maximum length of a template in a message, in characters. */
const MAX_SHOWN = 60;

function withTemplate(
  node: ScalarNode,
  { path, label }: Place,
  { text, variable = "NAME" }: NonNullable<ReturnType<typeof findTemplate>>,
  isDecisive: boolean,
): ScalarNode {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  const words = {
    message: `Cannot expand "${shown}" in "${path}" of ${label}: templates are not evaluated`,
    hint: `Use a variable for the whole value: ${path.split(".").at(-1)}: !env ${variable}`,
  };
  if (isDecisive) return refused(node, "CONFIG_INVALID", words);
  const position = positionOf(node.origin);
  return {
    ...node,
    refusal: newProblem({ severity: "warning", code: "CONFIG_INVALID", ...words, position }),
  };
}

/** A value that reads as if it were absent, with the reason. */
function refused(
  node: ScalarNode,
  code: Problem["code"],
  words: { readonly message: string; readonly hint: string },
): ScalarNode {
  const refusal = newProblem({ severity: "error", code, ...words, position: positionOf(node.origin) });
  return { ...node, value: null, raw: "", refusal };
}

/** The file of a position; empty for another origin. */
function fileOf(origin: Origin): string {
  return origin.kind === "file" ? origin.file : "";
}

/** The origins of all values, one per file. */
function originsIn(root: ConfigNode): ReadonlyMap<string, Origin> {
  const found = new Map<string, Origin>();
  const add = (origin: Origin): void => {
    if (!found.has(fileOf(origin))) found.set(fileOf(origin), origin);
  };
  const visit = (node: ConfigNode): void => {
    add(node.origin);
    if (node.kind === "scalar" && node.source?.kind === "file") add(node.source.from);
    if (node.kind === "sequence") node.items.forEach(visit);
    if (node.kind === "mapping") { for (const { value } of node.entries.values()) visit(value); }
  };
  visit(root);
  return found;
}

/** A mapping with changed values; the same one if nothing changes. */
function mapEntries(node: MappingNode, change: (entry: MappingEntry) => ConfigNode): MappingNode {
  let changed = false;
  const entries = new Map<string, MappingEntry>();
  for (const [key, entry] of node.entries) {
    const value = change(entry);
    changed ||= value !== entry.value;
    entries.set(key, value === entry.value ? entry : { ...entry, value });
  }
  return changed ? { ...node, entries } : node;
}
