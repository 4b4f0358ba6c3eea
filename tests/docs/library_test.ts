/** The blocks of docs/library.md are whole programs: each is run here, and type-checked by `deno task check`. */
import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { documents, fencesOf } from "./markdown.ts";
import { promptly } from "../support/promptly.ts";

Deno.test("docs/library.md has programs that run", async () => {
  const path = "docs/library.md";
  const blocks = fencesOf(path, (await documents()).get(path) ?? "").filter(({ language }) =>
    language === "ts"
  );
  strictEqual(blocks.length, 3);
  const folder = await Deno.makeTempDir({ prefix: "atmos-ecr-test-" });
  try {
    const names = blocks.map(({ place }) => `${place.replaceAll(/\W/g, "_")}.ts`);
    for (const [index, { text }] of blocks.entries()) {
      await Deno.writeTextFile(join(folder, names[index] ?? ""), text);
    }
    // One after the other, in one process.
    const all = join(folder, "all.ts");
    await Deno.writeTextFile(all, names.map((name) => `await import("./${name}");\n`).join(""));
    const program = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--cached-only", "-A", "--config", fromFileUrl("../deno.json"), all],
      env: { NO_COLOR: "1" },
    });
    // The shortest deadline is of 15 seconds: none keeps a program that is done.
    const { success, stdout, stderr } = await promptly(12_000, () => program.output());
    ok(success, new TextDecoder().decode(stderr));
    strictEqual(new TextDecoder().decode(stdout), "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task check has the types of these programs", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(fromFileUrl("../deno.json")));
  match(tasks.check.command, /deno check --doc-only docs\/library\.md/);
});
