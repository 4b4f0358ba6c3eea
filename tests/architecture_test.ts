/**
 * The rules of the architecture that need the whole import graph: who may import whom, no cycles, no file that nothing uses. Those of one
 * file are rules of the linter (`scripts/lint`).
 */
import { deepStrictEqual, ok } from "node:assert/strict";
import { ALLOWED, HOMES, PURE } from "../scripts/lint/layers.ts";
import { fromFileUrl, moduleGraph, sourceFiles } from "./support/module_graph.ts";
import { isInstalled } from "./support/shells.ts";

/** Files that begin an import graph: the program, and the library. */
const ENTRIES = ["main.ts", "mod.ts"];

/** What the project consists of. */
const AT_THE_TOP: ReadonlySet<string> = new Set([
  ...[".ci", ".github", "docs", "fixtures", "scripts", "src", "tests"],
  ...[".editorconfig", ".gitattributes", ".gitignore", "action.yml", "deno.json", "deno.lock"],
  ...["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md"],
]);

const graph = await moduleGraph();

function folderOf(file: string): string {
  return file.includes("/") ? file.split("/")[0] ?? "" : "";
}

function directoryOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}

Deno.test("every import points inwards", () => {
  const wrong: string[] = [];
  for (const { file, imports } of graph) {
    const allowed = ALLOWED[folderOf(file)];
    if (allowed === undefined) continue;
    for (const target of imports.filter(({ kind }) => kind === "local")) {
      if (!allowed.includes(folderOf(target.name))) wrong.push(`${file} → ${target.name}`);
    }
  }
  deepStrictEqual(wrong, []);
});

Deno.test("adapters do not know each other, but for adapters/fs, adapters/http and adapters/process", () => {
  const wrong: string[] = [];
  for (const { file, imports } of graph.filter(({ file }) => file.startsWith("adapters/"))) {
    const home = file.split("/").slice(0, 2).join("/");
    for (
      const { name } of imports.filter(({ kind, name }) => kind === "local" && name.startsWith("adapters/"))
    ) {
      if (!name.startsWith(`${home}/`) && !/^adapters\/(?:fs|http|process)\//.test(name)) {
        wrong.push(`${file} → ${name}`);
      }
    }
  }
  deepStrictEqual(wrong, []);
});

Deno.test("the domain, the ports and the use cases import nothing from outside", () => {
  const wrong = graph
    .filter(({ file }) => PURE.includes(folderOf(file)))
    .flatMap(({ file, imports }) =>
      imports.filter(({ kind }) => kind !== "local").map(({ name }) => `${file} → ${name}`)
    );
  deepStrictEqual(wrong, []);
});

Deno.test("each npm package has one home", () => {
  const wrong: string[] = [];
  for (const { file, imports } of graph) {
    for (const { name } of imports.filter(({ kind }) => kind === "npm")) {
      const home = HOMES[name];
      if (home === undefined || !file.startsWith(`${home}/`)) wrong.push(`${file} → ${name}`);
    }
  }
  deepStrictEqual(wrong, []);
});

Deno.test("no modules import each other in a cycle", () => {
  const byFile = new Map(graph.map((module) => [module.file, module]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const target of byFile.get(file)?.imports ?? []) {
      if (target.kind === "local") visit(target.name, [...path, file]);
    }
    done.add(file);
  };
  for (const { file } of graph) visit(file, []);
  deepStrictEqual(cycles, []);
});

Deno.test("no folders import each other in a cycle", () => {
  const edges = new Map<string, Set<string>>();
  for (const { file, imports } of graph) {
    for (const { kind, name } of imports) {
      const [from, to] = [directoryOf(file), directoryOf(name)];
      // The root holds the entries, and the version that they share with what they wire.
      if (kind !== "local" || from === to || from === "" || to === "") continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (folder: string, path: readonly string[]): void => {
    if (path.includes(folder)) {
      cycles.push([...path.slice(path.indexOf(folder)), folder].join(" → "));
      return;
    }
    if (done.has(folder)) return;
    for (const next of edges.get(folder) ?? []) visit(next, [...path, folder]);
    done.add(folder);
  };
  for (const folder of edges.keys()) visit(folder, []);
  deepStrictEqual(cycles, []);
});

Deno.test("only the wiring and the entries know adapters", () => {
  const wrong = graph
    .filter(({ file }) => !/^(?:adapters|wiring)\/|^(?:main|mod)\.ts$/.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter(({ name }) => name.startsWith("adapters/")).map(({ name }) => `${file} → ${name}`)
    );
  deepStrictEqual(wrong, []);
});

Deno.test("every source file is used by the program or the library", async () => {
  const used = new Set(graph.map(({ file }) => file));
  deepStrictEqual((await sourceFiles()).filter((file) => !used.has(file)), []);
});

Deno.test("files stay small: 300 lines at most, the median under 100", async () => {
  for (const directory of ["src", "tests", "scripts"]) {
    const lengths: number[] = [];
    const long: string[] = [];
    for (const file of await sourceFiles(directory)) {
      const text = await Deno.readTextFile(`${fromFileUrl(`../${directory}/`)}${file}`);
      const lines = text.split("\n").length - 1;
      lengths.push(lines);
      if (lines > 300) long.push(`${directory}/${file}: ${lines}`);
    }
    deepStrictEqual(long, []);
    ok((lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0) < 100, directory);
  }
});

Deno.test({
  name: "nothing lies at the top but what belongs there",
  // An archive of the source has no index.
  ignore: !(await exists(fromFileUrl("../.git")) && await isInstalled("git")),
  fn: async () => {
    const { success, stdout } = await new Deno.Command("git", {
      // Also where the checkout is another user's, as in the containers of CI.
      args: ["-c", "safe.directory=*", "ls-files"],
      cwd: fromFileUrl("../"),
    }).output();
    ok(success);
    const names = new TextDecoder().decode(stdout).split("\n").map((path) => path.split("/")[0] ?? "");
    deepStrictEqual(new Set(names.filter((name) => name !== "")).difference(AT_THE_TOP), new Set());
  },
});

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}

Deno.test("the graph begins at the program and the library", () => {
  for (const entry of ENTRIES) ok(graph.some(({ file }) => file === entry), entry);
});

Deno.test("the library has no command line, no exit and no console in its module graph", async () => {
  const byFile = new Map(graph.map((module) => [module.file, module]));
  const seen = new Set<string>();
  const visit = (file: string): void => {
    // What `deno run -A jsr:@atmos/ecr` runs, behind `import.meta.main`.
    if (seen.has(file) || file === "main.ts") return;
    seen.add(file);
    for (const { kind, name } of byFile.get(file)?.imports ?? []) {
      if (kind === "local") visit(name);
      else ok(name !== "@clack/core", `${file} → ${name}`);
    }
  };
  visit("mod.ts");
  ok(seen.has("wiring/token_issuer.ts"));
  const wrong: string[] = [];
  for (const file of seen) {
    const code = (await Deno.readTextFile(`${fromFileUrl("../src/")}${file}`))
      .replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");
    if (/^cli\/|^wiring\/(?:cli|last_resort)|^adapters\/terminal\//.test(file)) wrong.push(file);
    // silent_console.ts is what a program asks for, see `embedded` of its issuer.
    if (/\bDeno\.exit\(|\bconsole\.\w+\(|process\.exit/.test(code)) wrong.push(file);
  }
  deepStrictEqual(wrong, []);
});
