/** Names that were completed before are offered again without reading the configuration. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";

const YAML = "auth: {identities: {dev: {kind: aws/ambient}, prod: {kind: aws/ambient}}}\n";

async function complete(sandbox: Sandbox): Promise<string[]> {
  const { code, stdout } = await sandbox.run(["__complete", "login", "--identity", ""]);
  strictEqual(code, 0);
  return stdout.trimEnd().split("\n").slice(0, -1).map((line) => line.split("\t")[0] ?? "");
}

Deno.test("known names are what is offered", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": YAML });
  deepStrictEqual(await complete(sandbox), ["dev", "prod"]);
  const directory = join(sandbox.home, ".cache/atmos/ecr/names");
  const kept = (await Array.fromAsync(Deno.readDir(directory))).filter(({ name }) => name.endsWith(".json"));
  strictEqual(kept.length, 1);
  const path = join(directory, kept[0]?.name ?? "");
  // The proof that the configuration is not read.
  await Deno.writeTextFile(
    path,
    (await Deno.readTextFile(path)).replace('"prod"', '"remembered"'),
  );
  deepStrictEqual(await complete(sandbox), ["dev", "remembered"]);
});
