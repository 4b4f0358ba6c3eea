import { join } from "node:path";
import { type Bundle, bundleProgram } from "../../scripts/build/bundle.ts";
import { scriptsOf } from "../../scripts/build/late_imports.ts";
import { fromFileUrl } from "./module_graph.ts";
import { BUILT_VARIABLE } from "./sandbox.ts";

/** Where it is built: always in the same place, so that Deno's cache of compiled code knows it from the last run. */
const DIRECTORY = "../dist/tests";

/**
 * Builds the chunks for `deno run` from the source as it is: a process of them takes half the CPU time of one from source.
 *
 * @returns The path of `main.js`; undefined on Windows, and where another program is tested.
 */
export async function buildProgram(): Promise<string | undefined> {
  if (Deno.build.os === "windows" || Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined) return undefined;
  const directory = fromFileUrl(DIRECTORY);
  const bundle = await bundleProgram(fromFileUrl("../"));
  await Deno.mkdir(join(directory, "chunks"), { recursive: true });
  const scripts = scriptsOf(bundle);
  await Promise.all([
    replaceChanged(join(directory, "inputs.json"), JSON.stringify(bundle.inputs)),
    ...[...scripts].map(([name, text]) => replaceChanged(join(directory, "chunks", name), text)),
  ]);
  for await (const { name } of Deno.readDir(join(directory, "chunks"))) {
    if (!scripts.has(name)) await Deno.remove(join(directory, "chunks", name));
  }
  return join(directory, "chunks", "main.js");
}

/** What {@linkcode buildProgram} has built when the suite began; undefined where a test runs by itself. */
export async function builtProgram(): Promise<Bundle | undefined> {
  if (Deno.env.get(BUILT_VARIABLE) === undefined) return undefined;
  const directory = fromFileUrl(DIRECTORY);
  const names = await Array.fromAsync(Deno.readDir(join(directory, "chunks")), ({ name }) => name);
  return {
    chunks: new Map(
      await Promise.all(
        names.toSorted().map(async (name): Promise<[string, string]> => [
          name,
          await Deno.readTextFile(join(directory, "chunks", name)),
        ]),
      ),
    ),
    eager: new Map(),
    inputs: JSON.parse(await Deno.readTextFile(join(directory, "inputs.json"))),
  };
}

/** Other runs of the same source may be reading it. */
async function replaceChanged(path: string, text: string): Promise<void> {
  const former = await Deno.readTextFile(path).catch(() => undefined);
  if (former === text) return;
  const temporary = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(temporary, text);
  await Deno.rename(temporary, path);
}
