/**
 * Loads the modules that every login needs. On a build host where fifty logins start at once this takes seconds, and must not be
 * taken off the time that AWS is given to answer.
 */
export async function preloadSdk(): Promise<void> {
  await import("../clients/ecr.ts");
}
