/** Names the directory that {@linkcode runInOwnMemory} has mounted. */
const MOUNTED_VARIABLE = "ATMOS_ECR_TEST_MEMORY";

/** What ends a run before its end. */
export const ENDING_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** The directory in memory of this run of the suite, if it has one. */
export function ownMemory(): string | undefined {
  return Deno.env.get(MOUNTED_VARIABLE);
}

/**
 * Runs a program with a directory in memory that only it and its children see, and that goes with them. A disk's file system costs the
 * suite a tenth of its time; what a disk shows, `deno task test:processes` sees.
 *
 * @returns Its exit code; undefined where this user cannot mount one.
 */
export async function runInOwnMemory(commandLine: readonly string[]): Promise<number | undefined> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return undefined;
  const directory = await Deno.makeTempDir({ prefix: "ae-" });
  // As safe as `/tmp`: the program refuses files that others could exchange.
  const mounting = 'mount -t tmpfs -o mode=1777 none "$1" && shift && exec "$@"';
  const start = (program: readonly string[], stderr: "null" | "inherit") =>
    new Deno.Command("unshare", {
      args: ["--mount", "sh", "-c", mounting, "sh", directory, ...program],
      env: { [MOUNTED_VARIABLE]: directory },
      stderr,
    }).spawn();
  try {
    if (!(await start(["true"], "null").status).success) return undefined;
    const program = start(commandLine, "inherit");
    for (const signal of ENDING_SIGNALS) Deno.addSignalListener(signal, () => program.kill(signal));
    return (await program.status).code;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  } finally {
    await Deno.remove(directory);
  }
}
