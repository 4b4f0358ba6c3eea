/**
 * Test files in a few groups: `deno test` starts an isolate for each file, which costs a fifth of the whole run in loading the same
 * modules again.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** More than there are jobs, so that one with long waits holds up nobody. */
const GROUPS = 12;

/** What needs an engine, clients and root. */
const LEFT_OUT = "e2e";

/**
 * Writes a module for each group of the test files below a directory. Neighbours, which wait or compute alike, are in different groups.
 *
 * @param output Where the modules go.
 * @returns Their paths.
 */
export async function writeTestGroups(directory: string, output: string): Promise<string[]> {
  const files = await testFilesBelow(directory);
  const groups = Map.groupBy(files.entries(), ([index]) => index % GROUPS);
  return await Promise.all(
    groups.entries().map(async ([index, members]) => {
      const path = join(output, `group_${index + 1}_test.ts`);
      const imports = members.map(([, file]) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
      await Deno.writeTextFile(path, imports.join(""));
      return path;
    }),
  );
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
