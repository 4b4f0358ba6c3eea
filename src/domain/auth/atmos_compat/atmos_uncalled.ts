import { child, type ConfigNode, foldName, type MappingNode } from "../../config/config_node.ts";
import type { Origin } from "../../config/origin.ts";
import type { ProblemList } from "../model/problem_list.ts";
import type { AtmosFile } from "./atmos_files.ts";

/** How many functions are warned of. */
const MAX_FUNCTIONS = 20;

/**
 * Warns about functions under `auth` that Atmos does not evaluate, so that it uses the text behind the tag: behind an alias or a merge key,
 * and in files that are included.
 *
 * Reference: `pkg/config/process_yaml.go` of Atmos, commit 0a1cb4480b; measured with that commit.
 *
 * @param options.included Files that are only included, by their display path.
 */
export function checkAtmosUncalled(
  { files, evaluated, included }: {
    readonly files: readonly AtmosFile[];
    readonly evaluated: MappingNode;
    readonly included: ReadonlySet<string>;
  },
  problems: ProblemList,
): void {
  let count = 0;
  const warn = (path: readonly string[], why: string, at: Origin): void => {
    if (++count > MAX_FUNCTIONS) return;
    problems.warn({
      message: `Atmos does not evaluate the function at "${path.join(".")}": ${why}`,
      hint: "If Atmos must read it too, write the function directly at this key",
      at,
    });
  };
  for (const { tree } of files) {
    for (const { node, path, isReferred } of placesIn(child(tree, "auth"), ["auth"])) {
      if (node.kind !== "function" || !isReferred) continue;
      warn(path, "it is referenced by an alias or a merge key", node.origin);
    }
  }
  if (included.size === 0) return;
  for (const { node, path } of placesIn(child(evaluated, "auth"), ["auth"])) {
    const call = callOf(node);
    if (call?.kind !== "file" || !included.has(call.file)) continue;
    warn(path, `"${call.file}", which contains it, is included`, call);
  }
}

/** Where the function is that a value comes from; undefined for a literal one. */
function callOf(node: ConfigNode): Origin | undefined {
  if (node.kind === "function") return node.origin;
  if (node.kind !== "scalar" || node.source === undefined) return undefined;
  return node.source.kind === "file" ? node.source.from : node.origin;
}

/** Every value that is no mapping, with its keys as written, and whether it is referenced by an alias or a merge key. */
function* placesIn(
  node: ConfigNode | undefined,
  path: readonly string[],
  isReferred = false,
): Generator<{ readonly node: ConfigNode; readonly path: readonly string[]; readonly isReferred: boolean }> {
  if (node === undefined) return;
  if (node.kind !== "mapping") return yield { node, path, isReferred };
  for (const { key, value, alias, mergedBy } of node.entries.values()) {
    // That Atmos applies no merge key to an identity is reported elsewhere.
    if (mergedBy !== undefined && foldName(path[1] ?? key) === "identities") continue;
    const isBehind = isReferred || alias !== undefined || mergedBy !== undefined;
    yield* placesIn(value, [...path, key], isBehind);
  }
}
