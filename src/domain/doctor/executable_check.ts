import { HELPER_SUFFIX, helperProgram } from "../docker/our_helper.ts";
import { type Check, fail, ok, warn } from "./check.ts";

/** Whether Docker finds this program. @param isRegistered Whether Docker is configured to run it. */
export function executableCheck(path: string | undefined, isRegistered: boolean): Check {
  const program = helperProgram(HELPER_SUFFIX);
  if (path !== undefined) return ok("executable", `${program} is on the PATH: ${path}`);
  const hint = "Run `atmos-ecr docker install --link DIR`, with a directory on the PATH";
  return isRegistered
    ? fail("executable", `${program} is not on the PATH, but Docker is configured to run it`, hint)
    : warn("executable", `${program} is not on the PATH`, hint);
}
