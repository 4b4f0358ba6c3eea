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
import { isPublicVariable } from "../../config/secret_keys.ts";
import { trustHint } from "../../trust/trusted_files.ts";
import { guardKeyring, type TrustOf } from "./keyring.ts";

/** The context of trust. */
export interface GuardContext {
  readonly isTrusted: TrustOf;
  /** Whether `ATMOS_ECR_TRUST=all` trusts everything. @default {false} */
  readonly everything?: boolean;
  /** Whether a file of the configuration is outside the project, and imported by it. @default {no file is} */
  readonly isForeign?: TrustOf;
}

const SECTIONS: readonly EntrySection[] = ["providers", "identities", "integrations"];

/** The maximum length of a template in a message, in characters. */
const MAX_SHOWN = 60;

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
export async function guardValues(tree: MappingNode, context: GuardContext | TrustOf): Promise<MappingNode> {
  const given: GuardContext = typeof context === "function" ? { isTrusted: context } : context;
  const { isTrusted, everything = false, isForeign } = given;
  const auth = tree.entries.get("auth");
  if (auth?.value.kind !== "mapping") return tree;
  const entries = new Map(auth.value.entries);
  const guards = new Map<string, boolean>();
  const foreign = new Map<string, boolean>();
  let changed = false;
  for (const section of SECTIONS) {
    const named = entries.get(section);
    if (named?.value.kind !== "mapping") continue;
    for (const origin of originsIn(named.value)) {
      if (guards.has(originKey(origin))) continue;
      guards.set(originKey(origin), await isTrusted(origin));
      foreign.set(originKey(origin), await isForeign?.(origin) ?? false);
    }
    const guard = new Guard(section, {
      everything,
      isTrusted: (origin) => guards.get(originKey(origin)) === true,
      isForeign: (origin) => foreign.get(originKey(origin)) === true,
    });
    const value = guard.section(named.value);
    changed ||= value !== named.value;
    entries.set(section, { ...named, value });
  }
  const keyring = entries.get("keyring");
  if (keyring !== undefined && !everything) {
    const value = await guardKeyring(keyring.value, isTrusted);
    changed ||= value !== keyring.value;
    entries.set("keyring", { ...keyring, value });
  }
  if (!changed) return tree;
  return {
    ...tree,
    entries: new Map(tree.entries).set("auth", { ...auth, value: { ...auth.value, entries } }),
  };
}

/** What a role's account sees of whoever assumes the role, besides the principal. */
const PERSONAL_PATH_REGEXP =
  /^principal\.(?:session_name|external_id|source_identity|mfa_serial|(?:tags|transitive_tags)(?:\..*)?)$/;

/** Judges the values of one section. */
class Guard {
  readonly #section: EntrySection;
  readonly #everything: boolean;
  readonly #isTrusted: (origin: Origin) => boolean;
  readonly #isForeign: (origin: Origin) => boolean;

  constructor(
    section: EntrySection,
    { everything, isTrusted, isForeign }: {
      readonly everything: boolean;
      readonly isTrusted: (origin: Origin) => boolean;
      readonly isForeign: (origin: Origin) => boolean;
    },
  ) {
    this.#section = section;
    this.#everything = everything;
    this.#isTrusted = isTrusted;
    this.#isForeign = isForeign;
  }

  section(node: MappingNode): MappingNode {
    return mapEntries(node, ({ key, value }) => {
      if (value.kind !== "mapping") return value;
      const target = child(child(value, "principal"), "assume_role")?.origin;
      return this.#walk(value, { name: key, path: "", ...(target === undefined ? {} : { target }) });
    });
  }

  #walk(node: ConfigNode, place: Place): ConfigNode {
    switch (node.kind) {
      case "function":
        return node;
      case "scalar":
        return node.value === null || node.raw === "" ? node : this.#judge(node, place);
      case "sequence": {
        const items = node.items.map((item, index) => this.#walk(item, below(place, String(index))));
        return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
      }
      case "mapping":
        return mapEntries(node, ({ key, value }) => this.#walk(value, below(place, foldName(key))));
    }
  }

  #judge(node: ScalarNode, place: Place): ScalarNode {
    if (node.refusal !== undefined) return node;
    const { risk, isSent, isDecisive } = valueRule(this.#section, place.path, node.raw);
    const { source, origin } = node;
    // A value that a trusted file includes from another one is as trusted as the including file.
    const isTrusted = this.#everything || this.#isTrusted(source?.kind === "file" ? source.from : origin);
    const template = source === undefined ? findTemplate(node.raw) : undefined;
    if (template !== undefined && isDecisive) {
      return refused(node, this.#template(node, place, { template, isDecisive }));
    }
    if (risk !== undefined) {
      const isWritten = source === undefined || source.kind === "command" || this.#everything;
      if (isTrusted && !isWritten) return refused(node, this.#unwritten(node, place, { source, risk }));
      // Trust does not make it a valid address.
      if (place.path === "start_url" && source === undefined && isAwsStartUrl(`https://${node.raw}`)) {
        return refused(node, withoutScheme(node));
      }
      // A start URL misleads the user before anything is sent: it is rejected here, the others when they are used.
      if (!isTrusted && place.path === "start_url") return refused(node, this.#untrusted(node, place, risk));
      return { ...node, trusted: isTrusted };
    }
    if (isSent && source === undefined && this.#isLedAway(origin, place)) {
      return refused(
        node,
        this.#untrusted(node, place, `it would be sent to a role of another file`, place.target),
      );
    }
    if (isSent && !isTrusted && source !== undefined && !mayBeSent(source)) {
      const what = `it would send AWS the value of ${sourceName(source)}`;
      return refused(node, this.#untrusted(node, place, what));
    }
    return template === undefined
      ? node
      : { ...node, refusal: this.#template(node, place, { template, isDecisive }) };
  }

  /**
   * Whether a value of a file outside the project would go to a role that an untrusted file names: the file imports an identity of another
   * project, and overrides its role.
   */
  #isLedAway(origin: Origin, { path, target }: Place): boolean {
    return target !== undefined && PERSONAL_PATH_REGEXP.test(path) && !this.#everything &&
      originKey(target) !== originKey(origin) &&
      this.#isForeign(origin) && !this.#isTrusted(target);
  }

  #untrusted({ origin, source }: ScalarNode, place: Place, what: string, blamed?: Origin): Problem {
    // The file that needs trust: the one that includes the value, not the one that contains it.
    const file = fileOf(blamed ?? (source?.kind === "file" ? source.from : origin));
    return newProblem({
      severity: "error",
      code: "CONFIG_UNTRUSTED",
      message: `Cannot use "${place.path}" of ${this.#label(place)}: ${what}, and "${file}" is not trusted`,
      hint: trustHint(file),
      position: positionOf(origin),
    });
  }

  #unwritten(
    { origin }: ScalarNode,
    place: Place,
    { source, risk }: { readonly source: ValueSource | undefined; readonly risk: string },
  ): Problem {
    return newProblem({
      severity: "error",
      code: "CONFIG_UNTRUSTED",
      message: `Cannot use "${place.path}" of ${this.#label(place)}: ${risk}, and its value comes from ${
        source === undefined ? "elsewhere" : sourceName(source)
      }, which can change after the file was trusted`,
      hint: "Write the value literally in the file, then trust the file",
      position: positionOf(origin),
    });
  }

  #template(
    { origin }: ScalarNode,
    place: Place,
    { template, isDecisive }: {
      readonly template: { readonly text: string; readonly variable?: string };
      readonly isDecisive: boolean;
    },
  ): Problem {
    const shown = template.text.length > MAX_SHOWN ? `${template.text.slice(0, MAX_SHOWN)}…` : template.text;
    return newProblem({
      severity: isDecisive ? "error" : "warning",
      code: "CONFIG_INVALID",
      message: `Cannot expand "${shown}" in "${place.path}" of ${
        this.#label(place)
      }: templates are not evaluated`,
      hint: `Use a variable for the whole value: ${foldName(place.path.split(".").at(-1) ?? "value")}: !env ${
        template.variable ?? "NAME"
      }`,
      position: positionOf(origin),
    });
  }

  #label({ name }: Place): string {
    return `${ENTRY_NOUNS[this.#section]} "${name}"`;
  }
}

/** The place of a value: its entry, and its folded keys in the entry, joined by dots. */
interface Place {
  readonly name: string;
  readonly path: string;
  /** Where the role of an identity is named. */
  readonly target?: Origin;
}

function below(place: Place, key: string): Place {
  return { ...place, path: place.path === "" ? key : `${place.path}.${key}` };
}

function mayBeSent(source: ValueSource): boolean {
  return source.kind === "command" || source.kind === "setting" || source.kind === "place" ||
    (source.kind === "variable" && isPublicVariable(source.name));
}

function withoutScheme({ raw, origin }: ScalarNode): Problem {
  const shown = raw.slice(0, 100);
  return newProblem({
    severity: "error",
    code: "CONFIG_INVALID",
    message: `Cannot use the start_url "${shown}": it has no scheme`,
    hint: `Write "https://${shown}"`,
    position: positionOf(origin),
  });
}

/** A value that reads as if it were absent, with the reason. */
function refused(node: ScalarNode, refusal: Problem): ScalarNode {
  return { ...node, value: null, raw: "", refusal };
}

function fileOf(origin: Origin): string {
  return origin.kind === "file" ? origin.file : formatOrigin(origin);
}

function originKey(origin: Origin): string {
  return origin.kind === "file" ? origin.file : "";
}

/** The origins of all values, one per file. */
function originsIn(root: ConfigNode): readonly Origin[] {
  const found = new Map<string, Origin>();
  const add = (origin: Origin): void => {
    if (!found.has(originKey(origin))) found.set(originKey(origin), origin);
  };
  const visit = (node: ConfigNode): void => {
    add(node.origin);
    if (node.kind === "scalar" && node.source?.kind === "file") add(node.source.from);
    if (node.kind === "sequence") node.items.forEach(visit);
    if (node.kind === "mapping") { for (const { value } of node.entries.values()) visit(value); }
  };
  visit(root);
  return [...found.values()];
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
