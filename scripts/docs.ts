/**
 * Writes what the documentation has from the program: `docs/commands.md`, `docs/atmos-ecr.1`, and the schema for editors.
 *
 *     deno run -A scripts/docs.ts
 *
 * @module
 */
import { PROGRAM } from "../src/cli/specs/program.ts";
import { authSchema, SCHEMA_PATH } from "./auth_schema.ts";
import { commandsMarkdown, manPage } from "./command_reference.ts";

/** The files that are written from the program: path from the root of the repository → content. */
export async function generatedDocs(): Promise<Readonly<Record<string, string>>> {
  return {
    "docs/commands.md": await formatted(commandsMarkdown(PROGRAM)),
    "docs/atmos-ecr.1": manPage(PROGRAM),
    [SCHEMA_PATH]: `${JSON.stringify(authSchema(), null, 2)}\n`,
  };
}

/** Markdown as `deno fmt` wants it. */
async function formatted(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "--line-width", "110", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  for (const [path, content] of Object.entries(await generatedDocs())) {
    await Deno.writeTextFile(new URL(`../${path}`, import.meta.url), content);
  }
}
