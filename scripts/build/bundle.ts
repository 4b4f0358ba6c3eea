import { join } from "node:path";
import { runDeno } from "./run_deno.ts";
import { withoutMachinePaths, withStableNames } from "./stable_bundle.ts";

/** The program as JavaScript. */
export interface Bundle {
  /** Everything in one file, for `deno run`. */
  readonly single: string;
  /** Files by name, `main.js` first: what one face of the program does not need stays unread. Executables are made of these. */
  readonly chunks: ReadonlyMap<string, string>;
}

const BUNDLE = ["bundle", "--quiet", "--platform", "deno"];

/** Bundles the program. @param root The directory of `deno.json`. */
export async function bundleProgram(root: string): Promise<Bundle> {
  const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-bundle-" });
  try {
    const options = [...BUNDLE, "--config", join(root, "deno.json")];
    const main = join(root, "src/main.ts");
    const single = join(directory, "single.js");
    const chunks = join(directory, "chunks");
    await runDeno([...options, "--output", single, main]);
    await runDeno([...options, "--code-splitting", "--outdir", chunks, main]);
    return {
      single: withoutMachinePaths(await Deno.readTextFile(single)),
      chunks: withStableNames(await textsIn(chunks)),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function textsIn(directory: string): Promise<Map<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(directory), ({ name }) => name)).toSorted();
  return new Map(
    await Promise.all(names.map(async (name): Promise<[string, string]> => [
      name,
      withoutMachinePaths(await Deno.readTextFile(join(directory, name))),
    ])),
  );
}
