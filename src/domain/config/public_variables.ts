import { isSecretName } from "./secret_keys.ts";

/**
 * Variables that identify the job and contain no secret: an untrusted file may use them in values that are sent to AWS, such as a session
 * name.
 *
 * Reference: "Default environment variables" of GitHub Actions; "Predefined CI/CD variables" of GitLab; the variables of Jenkins,
 * Buildkite, CircleCI, CodeBuild, Azure Pipelines and Bitbucket Pipelines.
 */
const PUBLIC_REGEXPS: readonly RegExp[] = [
  /^ATMOS_/,
  /^CI$/,
  /^CI_(?:COMMIT|PIPELINE|JOB|PROJECT|MERGE_REQUEST|RUNNER|ENVIRONMENT|CONCURRENT|NODE|SERVER|DEFAULT)_/,
  /^GITHUB_(?:ACTION|ACTOR|BASE_REF|EVENT_NAME|HEAD_REF|JOB|REF|REPOSITORY|RUN|SHA|WORKFLOW|SERVER_URL|TRIGGERING_ACTOR)/,
  /^GITLAB_USER_(?:ID|LOGIN)$/,
  /^(?:BUILD|JOB|RUN)_(?:ID|NUMBER|NAME|TAG|DISPLAY_NAME)$/,
  /^(?:BRANCH_NAME|CHANGE_ID|GIT_BRANCH|GIT_COMMIT|NODE_NAME|EXECUTOR_NUMBER)$/,
  /^BUILDKITE_(?:BRANCH|BUILD|COMMIT|JOB|LABEL|ORGANIZATION_SLUG|PIPELINE|PULL_REQUEST|STEP|TAG)/,
  /^CIRCLE_(?:BRANCH|BUILD_NUM|JOB|NODE|PR_NUMBER|PROJECT|PULL_REQUEST|SHA1|TAG|USERNAME|WORKFLOW)/,
  /^CODEBUILD_(?:BUILD|INITIATOR|RESOLVED_SOURCE_VERSION|SOURCE|WEBHOOK)/,
  /^BITBUCKET_(?:BRANCH|BUILD_NUMBER|COMMIT|PIPELINE_UUID|PR_ID|REPO|TAG|WORKSPACE)/,
  /^BUILD_(?:BUILDID|BUILDNUMBER|SOURCEBRANCH|SOURCEVERSION|REPOSITORY_NAME)/,
  /^AWS_(?:DEFAULT_)?REGION$/,
];

/** Whether a variable may be shown, and be sent for an untrusted file. Never if its name looks like a secret's. */
export function isPublicVariable(name: string): boolean {
  return !isSecretName(name) && !/pass|pwd|auth|cert|private|jwt/i.test(name) &&
    PUBLIC_REGEXPS.some((pattern) => pattern.test(name));
}
