import { type ProgramResult, programUnderTest, type RunOptions, type Sandbox } from "./sandbox.ts";

const SCRIPT = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"';

/** Runs the program where one directory is on a read-only file system, which also stops root. Linux only. */
export function runReadOnly(
  { sandbox, directory }: { readonly sandbox: Sandbox; readonly directory: string },
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const namespace = ["unshare", ...(Deno.uid() === 0 ? [] : ["--map-root-user"]), "--mount"];
  return sandbox.execute(
    [...namespace, "sh", "-c", SCRIPT, "sh", directory, ...programUnderTest(), ...args],
    options,
  );
}
