import type { Environment } from "../../ports/process.ts";

/** Variables whose presence indicates a CI system. Reference: Atmos' pkg/telemetry/ci.go. */
const CI_VARIABLES: readonly string[] = [
  "BITBUCKET_COMMIT",
  "BITRISE_IO",
  "BUILDKITE",
  "CF_BUILD_ID",
  "CIRCLECI",
  "CIRRUS_CI",
  "CODEBUILD_BUILD_ARN",
  "DRONE",
  "GITEA_ACTIONS",
  "GITHUB_ACTIONS",
  "GITLAB_CI",
  "HARNESS_BUILD_ID",
  "PROW_JOB_ID",
  "SEMAPHORE",
  "TEAMCITY_VERSION",
  "TF_BUILD",
  "TRAVIS",
];

/** Whether this is a CI job, where prompts are impossible. */
export function inContinuousIntegration(environment: Environment): boolean {
  const ci = environment.get("CI");
  if (ci === "true" || ci === "1") return true;
  if (environment.get("JENKINS_URL") !== undefined && environment.get("BUILD_ID") !== undefined) return true;
  return CI_VARIABLES.some((name) => environment.get(name) !== undefined);
}
