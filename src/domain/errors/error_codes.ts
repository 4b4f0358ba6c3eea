/**
 * Exit codes of the command line. The Docker credential helper protocol knows only 0 and 1.
 *
 * Reference: 126, 127 and 130 (128 + SIGINT) are those of shells, POSIX, Shell Command Language, 2.8.2.
 */
export const EXIT_CODES = {
  ok: 0,
  failure: 1,
  usage: 2,
  environment: 3,
  loginRequired: 4,
  partial: 5,
  notExecutable: 126,
  notFound: 127,
  interrupted: 130,
} as const;

/** A name in {@linkcode EXIT_CODES}. */
export type ExitName = keyof typeof EXIT_CODES;

/** The properties of an error code. */
interface ErrorCodeInfo {
  /** The exit code, by name. */
  readonly exit: ExitName;
  /** One line for the README. */
  readonly summary: string;
}

/** Every error code with its exit code and meaning. */
export const ERROR_CODES = {
  // The command line.
  USAGE: { exit: "usage", summary: "invalid command line" },
  SELECTION_REQUIRED: {
    exit: "usage",
    summary: "a choice is required and no interactive terminal is available",
  },
  REGISTRY_INVALID: { exit: "usage", summary: "not the host name of an Amazon ECR registry" },

  // The configuration.
  CONFIG_NOT_FOUND: { exit: "usage", summary: "no atmos.yaml was found" },
  CONFIG_UNREADABLE: { exit: "usage", summary: "a configuration file cannot be read" },
  CONFIG_SYNTAX: { exit: "usage", summary: "a configuration file is not valid YAML" },
  CONFIG_INVALID: {
    exit: "usage",
    summary: "a key or value in the auth section is missing, unknown or invalid",
  },
  CONFIG_LIMIT: {
    exit: "usage",
    summary: "the configuration exceeds a limit on size, depth or number of entries",
  },
  CONFIG_IMPORT_NOT_FOUND: { exit: "usage", summary: "an imported file does not exist" },
  CONFIG_IMPORT_CYCLE: { exit: "usage", summary: "files import each other in a cycle" },
  CONFIG_TAG_UNKNOWN: { exit: "usage", summary: "unknown YAML function" },
  CONFIG_FUNCTION_FAILED: { exit: "usage", summary: "a YAML function could not be evaluated" },
  CONFIG_UNTRUSTED: {
    exit: "usage",
    summary: "an untrusted file contains a directive or endpoint that requires trust",
  },
  INTEGRATION_NOT_FOUND: { exit: "usage", summary: "integration not found" },
  INTEGRATION_NOT_LINKED: {
    exit: "usage",
    summary: "an identity has no ECR integration, or an integration has no identity",
  },
  IDENTITY_NOT_FOUND: { exit: "usage", summary: "identity not found" },
  IDENTITY_CYCLE: { exit: "usage", summary: "identities refer to each other in a cycle" },
  IDENTITY_CHAIN_INVALID: {
    exit: "usage",
    summary: "an identity chain cannot provide AWS credentials",
  },
  IDENTITY_UNSUPPORTED: { exit: "usage", summary: "unsupported kind of identity or provider" },
  PROVIDER_NOT_FOUND: { exit: "usage", summary: "provider not found" },
  PROFILE_NOT_FOUND: { exit: "usage", summary: "profile not found" },
  ACCOUNT_NOT_FOUND: { exit: "usage", summary: "account name not found, or ambiguous" },

  // Actions of the user.
  MFA_REQUIRED: { exit: "loginRequired", summary: "an MFA code is required" },

  // AWS.
  AWS_CREDENTIALS_MISSING: {
    exit: "loginRequired",
    summary: "no AWS credentials were found in the environment",
  },
  AWS_PROFILE_INVALID: {
    exit: "usage",
    summary: "an AWS config file or profile is invalid, or an access key lacks its secret",
  },
  AWS_CREDENTIALS_EXPIRED: { exit: "failure", summary: "AWS reports that the credentials have expired" },
  AWS_DENIED: { exit: "failure", summary: "AWS denied access, or does not recognize the credentials" },
  AWS_CLOCK_SKEW: {
    exit: "environment",
    summary: "this machine's clock differs too much from the clock of AWS",
  },
  AWS_THROTTLED: { exit: "failure", summary: "AWS throttled the request, even after retries" },
  AWS_UNREACHABLE: { exit: "environment", summary: "AWS is unreachable or did not respond in time" },
  AWS_REJECTED: { exit: "failure", summary: "AWS rejected the request for another reason" },
  AWS_RESPONSE_INVALID: {
    exit: "failure",
    summary: "an AWS response is invalid, or is for another registry",
  },
  AWS_ENDPOINT_REFUSED: { exit: "usage", summary: "an AWS endpoint is neither https nor loopback" },

  // Logins.
  LOGIN_REQUIRED: { exit: "loginRequired", summary: "interactive login required" },
  SSO_DENIED: { exit: "failure", summary: "the login to IAM Identity Center was denied in the browser" },
  SSO_EXPIRED: { exit: "failure", summary: "the login to IAM Identity Center was not confirmed in time" },
  SAML_DENIED: {
    exit: "failure",
    summary: "the login to the SAML identity provider was cancelled in the browser",
  },
  SAML_EXPIRED: {
    exit: "failure",
    summary: "the login to the SAML identity provider was not completed in time",
  },
  SAML_ASSERTION_INVALID: {
    exit: "failure",
    summary: "the SAML response is invalid, or AWS rejected it",
  },
  SAML_ROLE_INVALID: {
    exit: "usage",
    summary: "the SAML response does not contain the role, or contains it for several providers",
  },
  BROWSER_UNUSABLE: {
    exit: "environment",
    summary: "no supported browser is installed for a SAML login",
  },

  // Docker.
  DOCKER_CONFIG_INVALID: {
    exit: "usage",
    summary: "Docker's config.json is invalid; it was left unchanged",
  },
  DOCKER_CONFIG_UNWRITABLE: {
    exit: "environment",
    summary: "Docker's config.json cannot be read or written",
  },
  DOCKER_CONFIG_LOCKED: {
    exit: "environment",
    summary: "another process holds the lock on Docker's config.json",
  },
  DOCKER_STORE_FAILED: {
    exit: "failure",
    summary: "Docker's credential store failed",
  },
  DOCKER_HELPER_MISSING: { exit: "environment", summary: "docker-credential-atmos-ecr is not on the PATH" },
  DOCKER_HELPER_TAKEN: { exit: "usage", summary: "another credential helper is registered for the registry" },
  DOCKER_PIN_CONFLICT: { exit: "usage", summary: "the registry is pinned to another identity" },
  DOCKER_PIN_UNUSABLE: {
    exit: "usage",
    summary: "the credential helper could not use the identity that would be pinned",
  },

  // The machine.
  STATE_UNUSABLE: {
    exit: "environment",
    summary: "a state file of atmos-ecr is corrupted, not private, or not writable",
  },
  KEYRING_UNUSABLE: {
    exit: "environment",
    summary: "a keyring is locked, missing, unresponsive, or does not store values",
  },
  HOME_NOT_FOUND: {
    exit: "environment",
    summary: "no home directory was found, and no variable replaces it",
  },
  OUTPUT_UNWRITABLE: {
    exit: "environment",
    summary: "standard output or an output file cannot be written",
  },
  PROGRAM_NOT_FOUND: { exit: "notFound", summary: "command not found" },
  PROGRAM_NOT_EXECUTABLE: {
    exit: "notExecutable",
    summary: "the command is not executable, or permission is denied",
  },
  CANCELLED: { exit: "interrupted", summary: "interrupted" },
  INTERNAL: { exit: "failure", summary: "a bug in atmos-ecr" },
} as const satisfies Readonly<Record<string, ErrorCodeInfo>>;

/** A stable error code, for scripts. New ones may be added; none changes its meaning. Texts of errors may change. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The page of this program, which links to its repository and issues. The documentation uses the same. */
export const PROJECT_PAGE = "https://jsr.io/@atmos/ecr";

/** The page that explains errors, in the package of a version; each code is a heading. @param version As in `1.2.3`. */
export function errorPage(version: string, code: string): string {
  return `${PROJECT_PAGE}/${version}/docs/troubleshooting.md#${code.toLowerCase()}`;
}

/** The hint for a bug of this program. */
export const REPORT_HINT = `Report this issue at ${PROJECT_PAGE}`;
