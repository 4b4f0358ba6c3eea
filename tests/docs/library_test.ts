/** The blocks of docs/library.md are whole programs: each is type-checked and run. */
import { ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { documents, fencesOf } from "./markdown.ts";

Deno.test("docs/library.md has programs that run", async (t) => {
  const path = "docs/library.md";
  const blocks = fencesOf(path, (await documents()).get(path) ?? "").filter(({ language }) =>
    language === "ts"
  );
  strictEqual(blocks.length, 3);
  const folder = await Deno.makeTempDir({ prefix: "atmos-ecr-test-" });
  try {
    for (const [index, { place, text }] of blocks.entries()) {
      await t.step(place, async () => {
        const file = join(folder, `${index}.ts`);
        await Deno.writeTextFile(file, text);
        const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "--check", "-A", "--config", fromFileUrl("../deno.json"), file],
          env: { NO_COLOR: "1" },
        }).output();
        ok(success, new TextDecoder().decode(stderr));
        strictEqual(new TextDecoder().decode(stdout), "");
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
