import { planFromFiles } from "../../../src/adapters/aws/ambient/file_ambient_plans.ts";
import { type SharedProfile, sharedProfile } from "../../../src/adapters/aws/shared_files/shared_profile.ts";
import type { Environment } from "../../../src/ports/process.ts";

/** The profile that an environment uses. */
export async function profileOf(environment: Environment): Promise<SharedProfile> {
  return sharedProfile(await planFromFiles(environment));
}
