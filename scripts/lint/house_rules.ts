/**
 * The project's own rules for `deno lint`, which editors show while one types. `tests/architecture_test.ts` holds those that need the whole
 * import graph.
 *
 * @module
 */
import { posix } from "node:path";
import { ALLOWED, HOMES, PURE } from "./layers.ts";

/** What a pure folder must not name: `Deno.env`, `fetch(…)`. */
const OUTSIDE_GLOBALS: ReadonlySet<string> = new Set([
  "Deno",
  "process",
  "console",
  "crypto",
  "fetch",
  "setTimeout",
  "setInterval",
  "localStorage",
  "navigator",
]);

/** What a pure folder must not call: the clock, and chance. */
const OUTSIDE_CALLS: ReadonlySet<string> = new Set(["Date.now", "Math.random", "performance.now"]);

const PACKAGE_REGEXP = /^(?:npm:)?(?<name>(?:@[^/]+\/)?[^/@]+)/;

/** A file below `src`, as a path with slashes; undefined for any other file. */
export function sourcePath(filename: string): string | undefined {
  const path = filename.replaceAll("\\", "/");
  const start = path.lastIndexOf("/src/");
  return start < 0 ? undefined : path.slice(start + "/src/".length);
}

/** Why an import is not allowed; undefined if it is. @param file Below `src`. */
export function importFault(file: string, specifier: string): string | undefined {
  const folder = file.includes("/") ? file.split("/")[0] ?? "" : "";
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), specifier).split("/")[0] ?? "";
    const allowed = ALLOWED[folder];
    return allowed === undefined || allowed.includes(target)
      ? undefined
      : `${folder} imports from ${allowed.join(", ")} only, not from ${target}`;
  }
  if (PURE.includes(folder)) return `${folder} imports nothing from outside of src`;
  if (specifier.startsWith("node:")) return undefined;
  const name = PACKAGE_REGEXP.exec(specifier)?.groups?.["name"] ?? specifier;
  const home = HOMES[name];
  if (home === undefined) return `${name} has no home folder: name one in scripts/lint/layers.ts`;
  return file.startsWith(`${home}/`) ? undefined : `only ${home} imports ${name}`;
}

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "imports": {
      create(context): Deno.lint.LintVisitor {
        const file = sourcePath(context.filename);
        if (file === undefined) return {};
        const check = (node: Deno.lint.Node, source: Deno.lint.Node | null): void => {
          if (source?.type !== "Literal" || typeof source.value !== "string") return;
          const message = importFault(file, source.value);
          if (message !== undefined) context.report({ node, message });
        };
        return {
          ImportDeclaration: (node) => check(node, node.source),
          ImportExpression: (node) => check(node, node.source),
          ExportAllDeclaration: (node) => check(node, node.source),
          ExportNamedDeclaration: (node) => check(node, node.source),
        };
      },
    },
    "pure": {
      create(context): Deno.lint.LintVisitor {
        const folder = sourcePath(context.filename)?.split("/")[0];
        if (folder === undefined || !PURE.includes(folder)) return {};
        const report = (node: Deno.lint.Node, name: string): void =>
          context.report({ node, message: `${folder} gets ${name} from a port` });
        return {
          MemberExpression(node): void {
            if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
            const name = `${node.object.name}.${node.property.name}`;
            if (OUTSIDE_GLOBALS.has(node.object.name) || OUTSIDE_CALLS.has(name)) report(node, name);
          },
          CallExpression(node): void {
            if (node.callee.type === "Identifier" && OUTSIDE_GLOBALS.has(node.callee.name)) {
              report(node, node.callee.name);
            }
          },
          NewExpression(node): void {
            const isNow = node.callee.type === "Identifier" && node.callee.name === "Date" &&
              node.arguments.length === 0;
            if (isNow) report(node, "the time");
          },
        };
      },
    },
  },
};

export default plugin;
