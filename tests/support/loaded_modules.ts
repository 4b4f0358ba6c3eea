import { join } from "node:path";
import { fromFileUrl } from "./module_graph.ts";

/**
 * Every module of ours that V8 compiled while a program ran, from the coverage that it wrote, as paths below `src`; others whole. It cannot
 * be lied to: it compiles them. Modules of Node are compiled into the runtime and load unseen.
 *
 * @param directory What `--coverage` named.
 */
export async function loadedModules(directory: string): Promise<string[]> {
  const source = new URL("../../src/", import.meta.url).href;
  const urls: string[] = [];
  for await (const { name } of Deno.readDir(directory)) {
    if (!name.endsWith(".json")) continue;
    const { url }: { readonly url: string } = JSON.parse(await Deno.readTextFile(join(directory, name)));
    urls.push(url.startsWith(source) ? url.slice(source.length) : url);
  }
  return urls.toSorted();
}

/** Those of some modules of ours whose code names a module of Node, or a global that Deno takes from there. */
export async function usersOfNode(modules: readonly string[]): Promise<string[]> {
  const users: string[] = [];
  for (const name of modules) {
    const text = await Deno.readTextFile(fromFileUrl(`../src/${name}`));
    const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\/\/.*$/gm, "");
    if (/from "node:|import\("node:|\b(Buffer|setTimeout|setInterval)\b/.test(code)) users.push(name);
  }
  return users;
}
