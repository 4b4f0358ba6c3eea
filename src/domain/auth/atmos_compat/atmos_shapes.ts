import {
  child,
  type ConfigNode,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
} from "../../config/config_node.ts";
import { type ProblemList, typeName } from "../model/problem_list.ts";
import { ATMOS_AUTH, type Shape } from "../model/known_fields.ts";
import { TOP_LEVEL } from "./atmos_schema.ts";
import { goNumber, isGoCount, isGoDate, isGoFlag } from "./go_values.ts";

/** The consequence of a value that Atmos cannot decode. */
const ENDS = "all Atmos commands fail";

type ValueNode = Exclude<ConfigNode, { kind: "function" }>;

/** The place of a value, and the receiver of its problems. */
interface Place {
  /** Dotted path of keys. */
  readonly path: string;
  readonly problems: ProblemList;
}

/**
 * Warns about values of types that Atmos cannot decode, which make all of its commands fail, and about unquoted numbers and dates that it
 * reads as other texts. Messages contain no values.
 *
 * Reference: the decode hooks of `mapstructure` and the resolution of `yaml.v3`; measured by `fixtures/atmos/config.json`.
 */
export function checkAtmosShapes(tree: MappingNode, problems: ProblemList): void {
  check(child(tree, "auth"), ATMOS_AUTH, { path: "auth", problems });
  for (const [key, shape] of Object.entries(TOP_LEVEL)) {
    check(child(tree, key), shape, { path: key, problems });
  }
}

function check(node: ConfigNode | undefined, shape: Shape, place: Place): void {
  if (node === undefined || node.kind === "function") return;
  if (node.kind === "scalar" && node.value === null) return;
  switch (shape) {
    case "any":
      return;
    case "list":
      return checkTexts(node, place);
    case "text":
      return checkText(node, place);
    case "word":
      if (node.kind !== "scalar" || isGoDate(node)) checkText(node, place);
      return;
    case "flag":
      if (node.kind !== "scalar" || !isGoFlag(node)) warn(node, "true or false", place);
      return;
    case "number":
      if (node.kind !== "scalar" || !isGoCount(node)) warn(node, "a number", place);
      return;
    case "texts":
    case "structures":
      return checkItems(node, shape === "texts" ? "word" : {}, place);
    default:
      return checkMapping(node, shape, place);
  }
}

/** A value instead of a list is its only item. */
function checkItems(node: ValueNode, item: Shape, place: Place): void {
  if (isNothing(node)) return;
  if (node.kind !== "sequence") return check(node, item, place);
  for (const [index, value] of node.items.entries()) check(value, item, inside(place, String(index)));
}

/** A list of texts, or of mappings with texts; for Atmos, a single value is a list of one. Other entries are errors here, too. */
function checkTexts(node: ValueNode, place: Place): void {
  if (node.kind === "mapping") return;
  for (const [index, item] of (node.kind === "sequence" ? node.items : [node]).entries()) {
    const at = inside(place, String(index));
    if (item.kind === "scalar") check(item, "text", at);
    for (const { key, value } of item.kind === "mapping" ? item.entries.values() : []) {
      if (value.kind === "scalar") check(value, "text", inside(at, key));
    }
  }
}

function checkMapping(node: ValueNode, shape: Exclude<Shape, string> | "map", place: Place): void {
  const isMap = shape === "map" || isNamed(shape);
  // For Atmos, an empty list is an empty map, but not a structure.
  if (isMap && node.kind === "sequence" && isNothing(node)) return;
  // Entries of another type are errors here, too.
  if (node.kind !== "mapping") return warn(node, "a mapping", place);
  if (shape === "map") return checkFree(node, place);
  for (const [key, { key: written, value }] of node.entries) {
    const inner = isNamed(shape) ? shape[0] : Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (inner !== undefined) check(value, inner, inside(place, written));
  }
}

function checkText(written: ValueNode, place: Place): void {
  if (written.kind !== "scalar") return warn(written, "a string", place);
  const node = withoutQuotes(written);
  if (isGoDate(node)) {
    return warnUnquoted(
      node,
      place,
      `Atmos cannot use "${place.path}": it reads the unquoted value as a date, and ${ENDS}`,
    );
  }
  if (typeof node.value === "boolean" && !node.quoted) {
    return misread(node, `true or false, and reads ${node.value ? "1" : "0"}`, place);
  }
  checkNumber(node, place);
}

/** A value of any type: Atmos reads another text there, without an error. */
function checkFree(written: ConfigNode, place: Place): void {
  const node = written.kind === "scalar" ? withoutQuotes(written) : written;
  switch (node.kind) {
    case "function":
      return;
    case "sequence":
      for (const [index, item] of node.items.entries()) checkFree(item, inside(place, String(index)));
      return;
    case "mapping":
      for (const entry of node.entries.values()) {
        const at = inside(place, entry.key);
        checkCase(entry, at);
        checkFree(entry.value, at);
      }
      return;
    case "scalar":
      if (isGoDate(node)) misread(node, "a date, and adds a time to it", place);
      else if (isMissedText(node, place)) {
        warnUnquoted(
          node,
          place,
          `Atmos does not see "${place.path}": it reads the unquoted value as a number or true or false, and expects a string`,
        );
      } else checkNumber(node, place);
  }
}

/** What Atmos makes of a text that a function selects in a file: it reads the text again, without its quotes. */
function withoutQuotes(node: ScalarNode): ScalarNode {
  if (!isSelected(node)) return node;
  const value = /^(?:true|True|TRUE|false|False|FALSE)$/.test(node.raw) ? /^t/i.test(node.raw) : node.value;
  return { ...node, value, quoted: false };
}

function isSelected({ source }: ScalarNode): boolean {
  return source?.kind === "file" && source.selected === true;
}

/** Keys of the free maps of an identity, which Atmos only finds in lower case. */
const EXACT_KEY_REGEXP =
  /^auth\.identities\..+\.(?:principal\.(?:name|account(?:\.(?:id|name))?|assume_role|session_name|external_id|duration|region|target_principal|task_policy_arn)|credentials\.(?:access_key_id|secret_access_key|mfa_arn|region|webflow_enabled)|spec\.endpoint_url)$/i;

/** Unlike the keys of a provider and an integration, and those of an identity itself. Included values are in lower case for Atmos. */
function checkCase({ key, keyOrigin, value }: MappingEntry, { path, problems }: Place): void {
  const source = value.kind === "scalar" ? value.source : undefined;
  const isIncluded = source?.kind === "file" && keyOrigin.kind === "file" && source.file === keyOrigin.file;
  if (key === key.toLowerCase() || isIncluded || !EXACT_KEY_REGEXP.test(path)) return;
  problems.warn({
    message: `Atmos does not see "${path}": it looks for this key in lowercase`,
    hint: `Write "${key.toLowerCase()}"`,
    at: keyOrigin,
  });
}

/** Values of `principal` and `credentials` that Atmos uses as texts, and ignores if they are not. */
const TEXT_PATH_REGEXP =
  /\.(?:principal\.(?:name|account\.(?:id|name)|assume_role|session_name|external_id|duration|region|target_principal|task_policy_arn)|credentials\.(?:access_key_id|secret_access_key|mfa_arn|region))$/i;

function isMissedText(node: ScalarNode, { path }: Place): boolean {
  if (node.quoted || !TEXT_PATH_REGEXP.test(path)) return false;
  return typeof node.value === "boolean" || (node.value !== null && goNumber(node.raw) !== undefined);
}

function checkNumber(node: ScalarNode, place: Place): void {
  const number = node.quoted || node.value === null ? undefined : goNumber(node.raw);
  if (number !== undefined && number !== node.raw) misread(node, "a number, and reads it differently", place);
}

function misread(node: ScalarNode, as: string, place: Place): void {
  warnUnquoted(
    node,
    place,
    `Atmos reads a different value at "${place.path}": it reads the unquoted value as ${as}`,
  );
}

function warnUnquoted(node: ScalarNode, { problems }: Place, message: string): void {
  const hint = isSelected(node) ? "Write it here, in quotes, or alone in a file" : "Put it in quotes";
  problems.warn({ message, hint, at: node.origin });
}

function warn(node: ConfigNode, wanted: string, place: Place): void {
  const is = wanted === "true or false" ? "" : `, not ${typeName(node)}`;
  place.problems.warn({
    message: `Atmos cannot use "${place.path}": it expects ${wanted} there${is}, and ${ENDS}`,
    hint: wanted === "true or false" ? "Use true or false" : "Correct or remove it",
    at: node.origin,
  });
}

/** Whether a list or map is empty for Atmos. */
function isNothing(node: ValueNode): boolean {
  if (node.kind === "scalar") return node.raw === "";
  return (node.kind === "sequence" ? node.items.length : node.entries.size) === 0;
}

function isNamed(shape: Exclude<Shape, string>): shape is readonly [entries: Shape] {
  return Array.isArray(shape);
}

function inside({ path, problems }: Place, key: string): Place {
  return { path: `${path}.${key}`, problems };
}
