import type { ConfigFileReport } from "../ports/configurations.ts";

/** The reason of a file that another one imports. */
const IMPORT_REGEXP = /^import of (.*):\d+:\d+$/s;

/** The reason of a file that belongs to the main file after it. */
const DROP_IN_REGEXP = /^\.?atmos\.d of /;

/** The reason of a file of a profile. */
const PROFILE_REGEXP = /^profile /;

/**
 * The files of a load in the order in which Atmos collects identities: each main file, then its drop-ins, then what these import, a file
 * before what it imports itself; in a profile a file after its imports. Here each stands behind its drop-ins and imports instead.
 *
 * Reference: `trackMergedConfigFile` in `pkg/config/load.go` of Atmos, commit 0a1cb4480b.
 */
export function atmosOrder(files: readonly ConfigFileReport[]): string[] {
  const imports = new Map<string, string[]>();
  const order = new Set<string>();
  const visitImports = (path: string): void => {
    for (const imported of imports.get(path) ?? []) {
      if (order.has(imported)) continue;
      order.add(imported);
      visitImports(imported);
    }
  };
  let dropIns: string[] = [];
  const addChain = (main: readonly string[]): void => {
    const chain = [...main, ...dropIns];
    for (const path of chain) order.add(path);
    for (const path of chain) visitImports(path);
    dropIns = [];
  };
  for (const { path, read, reason } of files) {
    if (!read) continue;
    const importer = IMPORT_REGEXP.exec(reason)?.[1];
    if (importer !== undefined) imports.set(importer, [...imports.get(importer) ?? [], path]);
    else if (DROP_IN_REGEXP.test(reason)) dropIns.push(path);
    else if (!PROFILE_REGEXP.test(reason)) addChain([path]);
    else {
      addChain([]);
      visitImports(path);
      order.add(path);
    }
  }
  addChain([]);
  return [...order];
}
