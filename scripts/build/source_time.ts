/**
 * The time of everything in a release, in seconds since 1970: `SOURCE_DATE_EPOCH` or else that of the last commit.
 *
 * Reference: https://reproducible-builds.org/specs/source-date-epoch/
 */
export async function sourceTime(root: string): Promise<number> {
  const given = Deno.env.get("SOURCE_DATE_EPOCH") ?? await lastCommit(root);
  const seconds = Number(given);
  if (given.trim() === "" || !Number.isSafeInteger(seconds) || seconds < 0) {
    throw new Error(`Cannot use SOURCE_DATE_EPOCH "${given}": it is not a number of seconds`);
  }
  return seconds;
}

async function lastCommit(root: string): Promise<string> {
  const { success, stdout } = await new Deno.Command("git", {
    args: ["-C", root, "log", "-1", "--format=%ct"],
    stderr: "null",
  }).output();
  if (!success) {
    throw new Error("Cannot tell the time of the sources: set SOURCE_DATE_EPOCH, as there is no git");
  }
  return new TextDecoder().decode(stdout).trim();
}
