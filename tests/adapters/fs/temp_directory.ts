/** A directory of a test's own, removed with everything in it when it is disposed. */
export interface TempDirectory extends AsyncDisposable {
  /** Absolute, without symbolic links. */
  readonly path: string;
}

/** Creates a {@linkcode TempDirectory}. */
export async function tempDirectory(): Promise<TempDirectory> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-test-" }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** The names in a directory, sorted. */
export async function namesIn(path: string): Promise<readonly string[]> {
  return (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).toSorted();
}

/** The permission bits of a file. */
export async function modeOf(path: string): Promise<number> {
  return ((await Deno.lstat(path)).mode ?? 0) & 0o777;
}

/** Whether this process may act as another user: what needs that is skipped elsewhere. */
export const IS_ROOT = Deno.build.os !== "windows" && Deno.uid() === 0;

/** A user other than root: `nobody` of every Linux distribution. */
export const OTHER_USER = 65_534;
