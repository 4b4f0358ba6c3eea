import { namedHelpers } from "../docker/ecr_hosts.ts";
import { HELPER_SUFFIX } from "../docker/our_helper.ts";
import { authsCheck } from "./auths_check.ts";
import type { Check } from "./check.ts";
import { dockerConfigCheck } from "./docker_config_check.ts";
import type { DockerFacts } from "./docker_facts.ts";
import { dockerKeysCheck } from "./docker_keys_check.ts";
import { executableCheck } from "./executable_check.ts";
import { helperProgramsCheck } from "./helper_programs_check.ts";
import { wiringCheck } from "./wiring_check.ts";

/** Whether Docker's configuration, the pins and the programs on the PATH are consistent. */
export function dockerChecks(facts: DockerFacts): Check[] {
  const { document, pins, programs } = facts;
  return [
    dockerConfigCheck(document),
    dockerKeysCheck(document),
    executableCheck(programs.get(HELPER_SUFFIX), namedHelpers(document).includes(HELPER_SUFFIX)),
    helperProgramsCheck(facts),
    authsCheck(document),
    ...(pins === undefined ? [] : [wiringCheck(document, pins)]),
  ];
}
