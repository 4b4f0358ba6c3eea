import { fileURLToPath } from "node:url";

/** What one module imports. */
export interface ModuleImport {
  /** `local`: a file of `src`; `npm`: a package; `builtin`: a `node:` module. */
  readonly kind: "local" | "npm" | "builtin" | "other";
  /** The path below `src`, the package name, or the specifier. */
  readonly name: string;
}

/** A file of `src` with its imports. */
export interface Module {
  /** The path below `src`. */
  readonly file: string;
  readonly imports: readonly ModuleImport[];
}

interface DenoInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/** The path of a file that is given relative to `tests/`. */
export function fromFileUrl(relative: string): string {
  return fileURLToPath(new URL(`../${relative}`, import.meta.url));
}

const SOURCE_URL = new URL("../../src/", import.meta.url).href;

/** The import graph of the program and the library, type imports included, as Deno resolves it. */
export async function moduleGraph(): Promise<readonly Module[]> {
  const modules = new Map<string, Module>();
  for (const entry of ["main.ts", "mod.ts"]) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", `${SOURCE_URL}${entry}`],
      stderr: "inherit",
    }).output();
    const info: DenoInfo = JSON.parse(new TextDecoder().decode(stdout));
    for (const { specifier, dependencies = [] } of info.modules) {
      if (!specifier.startsWith(SOURCE_URL)) continue;
      const file = specifier.slice(SOURCE_URL.length);
      const imports = dependencies.map((dependency) =>
        importOf(
          dependency.code?.specifier ?? dependency.type?.specifier ?? dependency.specifier,
          dependency.specifier,
        )
      );
      modules.set(file, { file, imports });
    }
  }
  return [...modules.values()];
}

/** Every TypeScript file below `src`, or another directory of the project, as paths below it. */
export async function sourceFiles(directory = "src"): Promise<string[]> {
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for await (const entry of Deno.readDir(`${fromFileUrl(`../${directory}/`)}${folder}`)) {
      if (entry.isDirectory) await walk(`${folder}${entry.name}/`);
      else if (entry.name.endsWith(".ts")) files.push(`${folder}${entry.name}`);
    }
  };
  await walk("");
  return files.toSorted();
}

function importOf(resolved: string, written: string): ModuleImport {
  if (resolved.startsWith(SOURCE_URL)) return { kind: "local", name: resolved.slice(SOURCE_URL.length) };
  if (written.startsWith("node:")) return { kind: "builtin", name: written };
  if (resolved.startsWith("npm:")) return { kind: "npm", name: packageName(written) };
  return { kind: "other", name: written };
}

function packageName(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
