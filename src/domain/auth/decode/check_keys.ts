import { type ConfigNode, foldName, type MappingEntry, type MappingNode } from "../../config/config_node.ts";
import { functionsIn } from "../../config/config_tree.ts";
import { formatOrigin } from "../../config/origin.ts";
import { nearest } from "../../text/nearest.ts";
import { type FieldTable, isTable } from "../model/known_fields.ts";
import type { Subject } from "../model/problem_list.ts";

/** Names with a special meaning in JavaScript, which are never legitimate. */
const PROTOTYPE_NAMES: readonly string[] = ["__proto__", "constructor", "prototype"];

/** The maximum number of unknown keys reported per entry. */
const MAX_UNKNOWN_KEYS = 20;

/** Whether a name is rejected as the name of an entry. */
export function isPrototypeName(name: string): boolean {
  return PROTOTYPE_NAMES.includes(foldName(name));
}

/**
 * Reports the keys of a mapping that are unknown (warnings with the nearest known key), that only differ in case (errors), or that are
 * rejected (errors), including nested mappings with their own table.
 *
 * @param path Dotted path of the mapping within the subject, with a final dot unless it is empty.
 */
export function checkKeys(
  subject: Subject,
  node: MappingNode,
  { fields, path = "" }: { readonly fields: FieldTable; readonly path?: string },
): void {
  let unknown = 0;
  for (const hidden of node.hidden ?? []) {
    const kept = node.entries.get(foldName(hidden.key));
    if (kept !== undefined) refuseCaseConflict(subject, hidden, kept);
  }
  for (const [folded, entry] of node.entries) {
    const inside = Object.hasOwn(fields, folded) ? fields[folded] : undefined;
    if (inside === undefined) {
      if (isPrototypeName(folded)) {
        subject.refuse(`the key "${entry.key}" is not allowed`, entry.keyOrigin, "Remove it");
      } else if (!subject.blamed.has(entry) && unknown++ < MAX_UNKNOWN_KEYS) {
        const near = nearestField(fields, folded);
        subject.warn({
          message: `Ignoring the unknown key "${path}${entry.key}" of ${subject.label}`,
          hint: near === undefined ? "Remove it, or correct its name" : `Did you mean "${near}"?`,
          at: entry.keyOrigin,
        });
      }
    } else if (isTable(inside) && entry.value.kind === "mapping") {
      checkKeys(subject, entry.value, { fields: inside, path: `${path}${folded}.` });
    }
  }
}

/** Reports two keys that differ only in case, with both places. */
export function refuseCaseConflict(subject: Subject, hidden: MappingEntry, kept: MappingEntry): void {
  subject.refuse(
    `the keys "${hidden.key}" and "${kept.key}" differ only in case`,
    kept.keyOrigin,
    `Rename or remove one of them; the first is at ${formatOrigin(hidden.keyOrigin)}`,
  );
}

/** Reports failed functions whose values this program does not need, as warnings. */
export function checkUnreadFunctions(subject: Subject, node: ConfigNode): void {
  for (const { failure } of functionsIn(node)) {
    if (failure !== undefined) subject.add({ ...failure, severity: "warning" });
  }
}

/** Cached suggestions per table: a mistake that is repeated thousands of times is looked up once. */
const SUGGESTIONS = new WeakMap<FieldTable, Map<string, string | undefined>>();

function nearestField(fields: FieldTable, folded: string): string | undefined {
  const suggestions = SUGGESTIONS.get(fields) ?? new Map<string, string | undefined>();
  SUGGESTIONS.set(fields, suggestions);
  if (!suggestions.has(folded)) suggestions.set(folded, nearest(folded, Object.keys(fields)));
  return suggestions.get(folded);
}
