import { deepStrictEqual } from "node:assert/strict";
import { fromFileUrl } from "../../support/module_graph.ts";
import { Sandbox } from "../../support/sandbox.ts";

async function homesOf(values: readonly (string | null)[], databaseHome: string): Promise<unknown> {
  await using sandbox = await Sandbox.create();
  const script = fromFileUrl("adapters/system/homes.ts");
  const command = [Deno.execPath(), "run", "-A", "--no-check", "--quiet", "--cached-only", script];
  // Looked up where the process has none to begin with.
  const { stdout, stderr } = await sandbox.execute([...command, JSON.stringify(values)], {
    env: { HOME: undefined },
    databaseHome,
  });
  deepStrictEqual(stderr, "");
  return JSON.parse(stdout);
}

Deno.test({
  name: "where HOME is unset, empty or relative, it is the home of the password database",
  // Only Linux gives a process a password database of its own.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const homes = await homesOf([null, "", "relative", "/absolute"], "/home/of/database");
    deepStrictEqual(homes, ["/home/of/database", "/home/of/database", "/home/of/database", "/absolute"]);
  },
});
