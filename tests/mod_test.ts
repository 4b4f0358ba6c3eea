import { deepStrictEqual, match } from "node:assert/strict";
import { VERSION } from "../src/version.ts";
import { fromFileUrl } from "./support/module_graph.ts";

const MODULE = fromFileUrl("../src/mod.ts");

async function deno(
  args: readonly string[],
): Promise<readonly [code: number, stdout: string, stderr: string]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] }).output();
  const decoder = new TextDecoder();
  return [code, decoder.decode(stdout), decoder.decode(stderr)];
}

Deno.test("the default entry is the program when it is run", async () => {
  deepStrictEqual(await deno(["run", "-A", "--quiet", "--no-check", MODULE, "--version"]), [
    0,
    `atmos-ecr ${VERSION}\n`,
    "",
  ]);
});

Deno.test("the default entry is a library when it is imported: it does nothing, and needs no permission", async () => {
  const code = `const names = Object.keys(await import(${
    JSON.stringify(MODULE)
  })); console.log(names.join());`;
  const directory = await Deno.makeTempDir();
  try {
    const file = `${directory}/importer.ts`;
    await Deno.writeTextFile(file, code);
    const flags = ["--no-prompt", "--quiet", "--no-check", `--allow-read=${fromFileUrl("../")}`];
    const [status, stdout, stderr] = await deno(["run", ...flags, file, "login", "--all"]);
    deepStrictEqual([status, stderr], [0, ""]);
    match(stdout, /\bparseRegistry\b/);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
