import { fromFileUrl } from "../support/module_graph.ts";

/** A fenced block of a document. */
export interface Fence {
  /** `README.md:12`. */
  readonly place: string;
  /** The word after the fence, e.g. `yaml`. */
  readonly language: string;
  readonly text: string;
}

/** The documents that people read: path from the root of the repository → text. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const root = fromFileUrl("../");
  const paths: string[] = [];
  for await (const { name } of Deno.readDir(root)) if (name.endsWith(".md")) paths.push(name);
  for await (const { name } of Deno.readDir(`${root}docs`)) {
    if (name.endsWith(".md")) paths.push(`docs/${name}`);
  }
  return new Map(
    await Promise.all(
      paths.toSorted().map(async (
        path,
      ): Promise<[string, string]> => [path, await Deno.readTextFile(root + path)]),
    ),
  );
}

/** The fenced blocks of a document, those in lists included. */
export function fencesOf(path: string, text: string): Fence[] {
  const fences: Fence[] = [];
  for (const match of text.matchAll(/^( *)```(\w*)[^\n]*\n(.*?)^\1```$/gms)) {
    const [, indent = "", language = "", body = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    fences.push({
      place: `${path}:${line}`,
      language,
      text: body.split("\n").map((one) => one.startsWith(indent) ? one.slice(indent.length) : one).join("\n"),
    });
  }
  return fences;
}
