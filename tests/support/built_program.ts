import { join } from "node:path";
import { bundleProgram } from "../../scripts/build/bundle.ts";
import { withLateImports } from "../../scripts/build/late_imports.ts";
import { fromFileUrl } from "./module_graph.ts";

/** Where it is built: always in the same place, so that Deno's cache of compiled code knows it from the last run. */
const DIRECTORY = "../dist/tests";

/**
 * Builds the chunks that executables are made of from the source as it is: a process of them takes half the CPU time of one from source.
 *
 * @returns The path of `main.js`; undefined on Windows, and where another program is tested.
 */
export async function buildProgram(): Promise<string | undefined> {
  if (Deno.build.os === "windows" || Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined) return undefined;
  const directory = fromFileUrl(DIRECTORY);
  const { chunks } = await bundleProgram(fromFileUrl("../"));
  await Deno.mkdir(directory, { recursive: true });
  const scripts = withLateImports(chunks);
  await Promise.all([...scripts].map(([name, text]) => replaceChanged(join(directory, name), text)));
  for await (const { name } of Deno.readDir(directory)) {
    if (!scripts.has(name)) await Deno.remove(join(directory, name));
  }
  return join(directory, "main.js");
}

/** Other runs of the same source may be reading it. */
async function replaceChanged(path: string, text: string): Promise<void> {
  const former = await Deno.readTextFile(path).catch(() => undefined);
  if (former === text) return;
  const temporary = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(temporary, text);
  await Deno.rename(temporary, path);
}
