/**
 * The hint if the system denies access.
 *
 * @param what What is denied, as the end of a sentence: `the file and its directory`.
 * @param isWindows Whether permissions are those of Windows, which has no owner and mode to correct.
 */
export function rightsHint(what: string, isWindows: boolean = Deno.build.os === "windows"): string {
  return isWindows
    ? `Check that you can modify ${what}, that it is not read-only, and that no other program has it open`
    : `Check the owner and permissions of ${what}`;
}
