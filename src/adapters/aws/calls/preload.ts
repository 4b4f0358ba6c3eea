/**
 * Loads the modules that every login needs. On a build host that starts fifty logins at once, this takes seconds, which must not count
 * towards the time limit of AWS.
 */
export async function preloadSdk(): Promise<void> {
  await import("../clients/ecr.ts");
}
