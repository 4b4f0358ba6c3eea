import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutMachinePaths, withStableNames } from "./stable_bundle.ts";
import { runDeno } from "./run_deno.ts";

/** The program as JavaScript. */
export interface Bundle {
  /** Files by name, `main.js` first: what one face of the program does not need stays unread. Executables are made of these. */
  readonly chunks: ReadonlyMap<string, string>;
  /**
   * Some of the chunks, for `deno run`: V8 compiles their functions with them, and Deno's code cache keeps that. In executables, which have
   * no code cache, each start would compile what it does not call.
   */
  readonly eager: ReadonlyMap<string, string>;
  /** What went into it: `npm:name@version/path` for modules of packages. */
  readonly inputs: readonly string[];
}

/** The parts of `deno.json` that say which packages there are. */
interface DenoConfig {
  readonly imports: Readonly<Record<string, string>>;
}

const WORKER = fileURLToPath(new URL("esbuild_worker.ts", import.meta.url));

/** Bundles the program. @param root The directory of `deno.json`. */
export async function bundleProgram(root: string): Promise<Bundle> {
  const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-bundle-" });
  try {
    const config = join(root, "deno.json");
    await Promise.all([installPackages(root, directory), copySource(root, directory)]);
    await runDeno(["run", "-A", "--quiet", "--config", config, WORKER, directory]);
    const inputs: readonly string[] = JSON.parse(await Deno.readTextFile(join(directory, "inputs.json")));
    return {
      chunks: withStableNames(await textsIn(join(directory, "chunks"))),
      eager: await textsIn(join(directory, "eager")),
      inputs: inputs.map(withoutMachinePaths).toSorted(),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Lays out the locked packages as esbuild looks for them. The program itself runs on Deno's cache alone. */
async function installPackages(root: string, directory: string): Promise<void> {
  const { imports }: DenoConfig = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const lock = { path: "./deno.lock", frozen: true };
  await Deno.copyFile(join(root, "deno.lock"), join(directory, "deno.lock"));
  const config = join(directory, "deno.json");
  await Deno.writeTextFile(config, JSON.stringify({ imports, lock, nodeModulesDir: "auto" }));
  await runDeno(["install", "--quiet", "--config", config], { cwd: directory });
}

/** Puts the source beside the packages: the order of a bundle depends on the paths of what is in it, one seen from the other. */
async function copySource(root: string, directory: string, path = "src"): Promise<void> {
  await Deno.mkdir(join(directory, path));
  for await (const { name, isDirectory } of Deno.readDir(join(root, path))) {
    const inside = join(path, name);
    if (isDirectory) await copySource(root, directory, inside);
    else await Deno.copyFile(join(root, inside), join(directory, inside));
  }
}

async function textsIn(directory: string): Promise<Map<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(directory), ({ name }) => name)).toSorted();
  return new Map(
    await Promise.all(names.map(async (name): Promise<[string, string]> => [
      name,
      await Deno.readTextFile(join(directory, name)),
    ])),
  );
}
