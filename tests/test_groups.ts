/**
 * Test files in a few groups: `deno test` starts an isolate for each file, which costs a fifth of the whole run in loading the same
 * modules again.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** So few that they can all run at a time: then two cores have something to do until the end. */
const GROUPS = 4;

/** Groups of files that wait, which start first. */
const WAITING_GROUPS = 2;

/** Files that mostly wait: for deadlines, retries and resolvers. */
const WAITING: readonly string[] = [
  "adapters/aws/ambient_forms_test.ts",
  "adapters/aws/ambient_network_test.ts",
  "adapters/aws/ambient_words_test.ts",
  "adapters/aws/attempt_timeouts_test.ts",
  "adapters/aws/errors/error_mapping_test.ts",
  "adapters/github/actions_id_tokens_test.ts",
  "adapters/http/network_proxies_test.ts",
  "program/deadlines_test.ts",
  "program/helper_outage_test.ts",
];

/** What needs an engine, clients and root. */
const LEFT_OUT = "e2e";

/**
 * Writes a module for each group of the test files below a directory. Neighbours, which compute alike, are in different groups.
 *
 * @param output Where the modules go.
 * @returns Their paths, in the order to start them.
 */
export async function writeTestGroups(directory: string, output: string): Promise<string[]> {
  const waiting = WAITING.map((name) => join(directory, name));
  const others = (await testFilesBelow(directory)).filter((file) => !waiting.includes(file));
  const groups = [...dealt(waiting, WAITING_GROUPS), ...dealt(others, GROUPS)];
  return await Promise.all(groups.map(async (files, index) => {
    const path = join(output, `group_${String(index + 1).padStart(2, "0")}_test.ts`);
    const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
    await Deno.writeTextFile(path, imports.join(""));
    return path;
  }));
}

/** Files in so many groups, one by one. */
function dealt(files: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, group) => files.filter((_, index) => index % count === group));
}

/** The test files below a directory, sorted. */
export async function testFilesBelow(directory: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  const lists = await Promise.all(
    entries.map(async ({ name, isDirectory }) => {
      const path = join(directory, name);
      if (isDirectory) return name === LEFT_OUT ? [] : await testFilesBelow(path);
      return name.endsWith("_test.ts") ? [path] : [];
    }),
  );
  return lists.flat().toSorted();
}
