import type { ConfigFileReport } from "../../ports/config.ts";

/**
 * The files of a load in the order in which Atmos collects identities: each main file, then its drop-ins, then their imports, a file before
 * its own imports; in a profile, a file after its imports. Here, each file follows its drop-ins and imports.
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
  for (const { path, read, role } of files) {
    if (!read) continue;
    switch (role.kind) {
      case "import":
        imports.set(role.importer, [...imports.get(role.importer) ?? [], path]);
        break;
      case "drop-in":
        dropIns.push(path);
        break;
      case "source":
        addChain([path]);
        break;
      case "profile":
        addChain([]);
        visitImports(path);
        order.add(path);
        break;
      case "include":
        // Atmos takes an identity in an included file from the file that includes it.
        break;
    }
  }
  addChain([]);
  return [...order];
}
