/**
 * Test files in a few groups: `deno test` starts an isolate for each file, which costs a fifth of the whole run in loading the same
 * modules again.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** So few that they can all run at a time, and so many that some compute while others wait. */
export const GROUPS = 5;

/** About how many seconds the longest files take, so that no group is alone at the end. Most of them wait, for deadlines and retries. */
const LONG: ReadonlyMap<string, number> = new Map([
  ["adapters/http/network_proxies_test.ts", 16],
  ["wiring/deadlines_test.ts", 15],
  ["wiring/helper_outage_test.ts", 11],
  ["docs/examples_test.ts", 8],
  ["adapters/config/limits_test.ts", 7],
  ["program/deadlines_test.ts", 6],
  ["adapters/aws/ambient_network_test.ts", 5],
  ["adapters/aws/attempt_timeouts_test.ts", 5],
  ["adapters/aws/ambient_words_test.ts", 5],
  ["adapters/aws/ambient_forms_test.ts", 5],
  ["adapters/browser/loopback_callbacks_test.ts", 4],
  ["adapters/aws/call_endings_test.ts", 4],
  ["adapters/config/yaml/yaml_reader_test.ts", 4],
  ["adapters/aws/errors/error_mapping_test.ts", 4],
  ["program/terminal_test.ts", 3],
  ["wiring/helper_clock_test.ts", 3],
]);

/** How many seconds any other file takes, on average. */
const SHORT_SECONDS = 0.3;

/** What needs an engine, clients and root. */
const LEFT_OUT = "e2e";

/**
 * Writes a module for each group of the test files below a directory. Neighbours, which compute alike, are in different groups.
 *
 * @param output Where the modules go.
 * @returns Their paths, in the order to start them.
 */
export async function writeTestGroups(directory: string, output: string): Promise<string[]> {
  const files = await testFilesBelow(directory);
  const long = [...LONG].map(([name, seconds]) => ({ path: join(directory, name), seconds }));
  const short = files.filter((file) => !long.some(({ path }) => path === file))
    .map((path) => ({ path, seconds: SHORT_SECONDS }));
  const groups = dealt([...long, ...short]).map((group, index) => {
    const waiting = group.filter(({ seconds }) => seconds !== SHORT_SECONDS);
    const others = group.filter(({ seconds }) => seconds === SHORT_SECONDS);
    // Each group waits at another time.
    const place = Math.floor((others.length * index) / GROUPS);
    return others.toSpliced(place, 0, ...waiting).map(({ path }) => path);
  });
  return await Promise.all(groups.map(async (files, index) => {
    const path = join(output, `group_${String(index + 1).padStart(2, "0")}_test.ts`);
    const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
    await Deno.writeTextFile(path, imports.join(""));
    return path;
  }));
}

/** Each file goes to the group that has the least to do so far. */
function dealt<File extends { readonly seconds: number }>(files: readonly File[]): File[][] {
  const groups = Array.from({ length: GROUPS }, () => ({ files: new Array<File>(), seconds: 0 }));
  for (const file of files) {
    const [least] = groups.toSorted((one, other) => one.seconds - other.seconds);
    if (least === undefined) break;
    least.files.push(file);
    least.seconds += file.seconds;
  }
  return groups.map(({ files }) => files);
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
