import {
  child,
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
} from "../../config/config_node.ts";
import type { Origin } from "../../config/origin.ts";
import { nearest } from "../../text/nearest.ts";
import type { Located } from "../model/auth_config.ts";
import { parseDurationSeconds } from "../model/durations.ts";
import { type FieldTable, isTable } from "../model/known_fields.ts";
import { type Subject, typeName } from "../model/problem_list.ts";

/** The place of a reader in an entry. */
interface Place {
  /** Dotted path with a final dot: `principal.`. */
  readonly path: string;
  /** The known keys. */
  readonly fields: FieldTable;
  /** What to point to if something is missing. */
  readonly at: Origin;
  /** The misspelt key that explains why all of this is missing. */
  readonly blame?: { readonly entry: MappingEntry; readonly wanted: string } | undefined;
  /** Whether the value has a wrong type, which was reported. Nothing counts as missing then. */
  readonly unusable?: boolean;
}

/** How many unknown keys are compared with a missing one: few are misspelt. */
const MAX_COMPARED_KEYS = 20;

/**
 * Reads typed fields of a mapping in an entry. Never throws: problems are recorded on the subject, and the value is undefined. Messages
 * contain no values, which may be secret. `null` and an empty text count as absent.
 */
export class FieldReader {
  readonly subject: Subject;
  readonly #node: MappingNode | undefined;
  readonly #place: Place;

  constructor(subject: Subject, node: MappingNode | undefined, place: Place) {
    this.subject = subject;
    this.#node = node;
    this.#place = place;
  }

  /** The value of a key; undefined if there is none, it is `null`, or a function that is not evaluated yet. */
  node(key: string): ConfigNode | undefined {
    const node = child(this.#node, key);
    if (node?.kind === "function" && node.failure === undefined) return undefined;
    return node?.kind === "scalar" && node.value === null ? undefined : node;
  }

  /** The scalar value of a key; anything else is reported. */
  scalar(key: string): ScalarNode | undefined {
    const node = this.node(key);
    if (node?.kind === "scalar" && node.refusal?.severity === "error") {
      this.subject.add(node.refusal);
      return undefined;
    }
    return node === undefined || node.kind === "scalar" ? node : this.#mistyped(key, node, "a string");
  }

  /** A text. A number or boolean counts as the text that was written. */
  text(key: string): Located<string> | undefined {
    const node = this.scalar(key);
    const value = node === undefined ? "" : valueText(node);
    if (node === undefined || value === "") return undefined;
    return { value, origin: node.origin, ...trustOf(node) };
  }

  /** As {@linkcode text}; a missing one is reported. */
  requiredText(key: string, hint: string): Located<string> | undefined {
    return this.text(key) ?? this.missing([key], hint);
  }

  /** A boolean, or a text or number that Go's `strconv.ParseBool` accepts, as in Atmos: the value of `!env` is a text. */
  flag(key: string): boolean | undefined {
    const node = this.scalar(key);
    if (node === undefined || node.raw === "") return undefined;
    if (typeof node.value === "boolean") return node.value;
    if (/^(1|t|true)$/i.test(node.raw)) return true;
    if (/^(0|f|false)$/i.test(node.raw)) return false;
    return this.wrong(key, "must be true or false");
  }

  /** A duration in any of Atmos' formats, as seconds. */
  seconds(key: string): number | undefined {
    const text = this.text(key);
    const seconds = text === undefined ? undefined : parseDurationSeconds(text.value);
    if (text === undefined || (seconds !== undefined && seconds > 0)) return seconds;
    return this.wrong(key, "is not a duration", "Use seconds (3600), a duration (1h30m) or days (7d)");
  }

  /** The reader of a nested mapping; reads nothing if there is none. */
  section(key: string): FieldReader {
    const node = this.node(key);
    const known = Object.hasOwn(this.#place.fields, key) ? this.#place.fields[key] : undefined;
    const place = { ...this.#place, path: `${this.pathOf(key)}.`, fields: isTable(known) ? known : {} };
    if (node?.kind === "mapping") return new FieldReader(this.subject, node, place);
    if (node !== undefined) {
      this.#mistyped(key, node, "a mapping");
      return new FieldReader(this.subject, undefined, { ...place, unusable: true });
    }
    const entry = this.#misspelt(key);
    const blame = this.#place.blame ?? (entry && { entry, wanted: key });
    return new FieldReader(this.subject, undefined, { ...place, blame });
  }

  /** Reports that some keys are missing: at a misspelt key, if there is one, and not at all for a value of a wrong type. */
  missing(keys: readonly string[], hint: string): undefined {
    const { path, at, unusable } = this.#place;
    if (unusable || keys.some((key) => this.#isUnusable(key))) return;
    const state = `"${path}${keys.join(`" or "${path}`)}" is missing`;
    const blame = this.#place.blame ?? keys
      .map((wanted) => ({ wanted, entry: this.#misspelt(wanted) }))
      .find(({ entry }) => entry !== undefined);
    if (blame?.entry === undefined) {
      const nodes = keys.map((key) => this.node(key)).filter((node) => node?.kind === "scalar");
      const variable = nodes.find(({ emptyVariable }) => emptyVariable !== undefined)?.emptyVariable;
      return this.subject.refuse(
        state,
        nodes[0]?.origin ?? at,
        variable === undefined ? hint : `Set the environment variable ${variable}: it is unset or empty`,
      );
    }
    const { entry, wanted } = blame;
    this.subject.blamed.add(entry);
    return this.subject.refuse(state, entry.keyOrigin, `Did you mean "${wanted}" instead of "${entry.key}"?`);
  }

  /** Reports that the value of a key cannot be used. The state must not contain a secret. */
  wrong(key: string, state: string, hint?: string): undefined {
    return this.subject.refuse(`"${this.pathOf(key)}" ${state}`, this.originOf(key), hint);
  }

  /** The position of a key's value; that of the entry if there is none. */
  originOf(key: string): Origin {
    return this.node(key)?.origin ?? this.#place.at;
  }

  /** The position of a key; that of the entry if it is missing. */
  keyOriginOf(key: string): Origin {
    return this.#node?.entries.get(foldName(key))?.keyOrigin ?? this.#place.at;
  }

  /** The dotted path of a key within the entry. */
  pathOf(key: string): string {
    return `${this.#place.path}${key}`;
  }

  #mistyped(key: string, node: ConfigNode, wanted: string): undefined {
    if (node.kind === "function") return this.subject.refuseFunction(node, this.pathOf(key));
    return this.wrong(key, `must be ${wanted}, not ${typeName(node)}`);
  }

  #isUnusable(key: string): boolean {
    const node = this.node(key);
    const raw = child(this.#node, key);
    return node !== undefined && node.kind !== "scalar" ||
      (raw?.kind === "scalar" && raw.refusal?.severity === "error");
  }

  /** The unknown key that most probably is a misspelling of a missing one. */
  #misspelt(wanted: string): MappingEntry | undefined {
    const known = Object.keys(this.#place.fields);
    return this.#node?.entries.values()
      .filter(({ key }) => !known.includes(foldName(key)))
      .take(MAX_COMPARED_KEYS)
      // Most keys are not similar, which is quick to determine.
      .find(({ key }) => nearest(key, [wanted]) !== undefined && nearest(key, known) === wanted);
  }
}

/** The fields of `T` that may be undefined, as optional ones that may not. */
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without the fields that are undefined, which optional fields must not be. */
export function definedFields<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** The text of a scalar. A number or boolean counts as the text that was written. */
export function valueText({ value, raw }: ScalarNode): string {
  return typeof value === "string" ? value : raw;
}

/** What a value's decoded form says about trust in it. */
export function trustOf({ trusted, leader }: ScalarNode): Pick<Located<string>, "trusted" | "leader"> {
  return trusted === true ? { trusted } : definedFields({ leader });
}
