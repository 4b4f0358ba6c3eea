/**
 * The register of everything that can go wrong: the code is the stable name that scripts match on, the texts may change.
 *
 * @module
 */

/**
 * Exit codes of the command line. The Docker credential helper protocol knows only 0 and 1.
 *
 * Reference: 126, 127 and 130 (128 + SIGINT) are what shells report, POSIX, Shell Command Language, 2.8.2.
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

/** What is known of one error code. */
export interface ErrorCodeInfo {
  /** The exit code, by name. */
  readonly exit: ExitName;
  /** One line for the README. */
  readonly summary: string;
}

/** A stable error code. New ones may be added; none changes its meaning. */
export type ErrorCode =
  | "USAGE"
  | "SELECTION_REQUIRED"
  | "REGISTRY_INVALID"
  | "CONFIG_NOT_FOUND"
  | "CONFIG_UNREADABLE"
  | "CONFIG_SYNTAX"
  | "CONFIG_INVALID"
  | "CONFIG_LIMIT"
  | "CONFIG_IMPORT_NOT_FOUND"
  | "CONFIG_IMPORT_CYCLE"
  | "CONFIG_TAG_UNKNOWN"
  | "CONFIG_FUNCTION_FAILED"
  | "CONFIG_UNTRUSTED"
  | "INTEGRATION_NOT_FOUND"
  | "INTEGRATION_NOT_LINKED"
  | "IDENTITY_NOT_FOUND"
  | "IDENTITY_CYCLE"
  | "IDENTITY_CHAIN_INVALID"
  | "IDENTITY_UNSUPPORTED"
  | "PROVIDER_NOT_FOUND"
  | "PROFILE_NOT_FOUND"
  | "ACCOUNT_NOT_FOUND"
  | "MFA_REQUIRED"
  | "AWS_CREDENTIALS_MISSING"
  | "AWS_PROFILE_INVALID"
  | "AWS_CREDENTIALS_EXPIRED"
  | "AWS_DENIED"
  | "AWS_CLOCK_SKEW"
  | "AWS_THROTTLED"
  | "AWS_UNREACHABLE"
  | "AWS_REJECTED"
  | "AWS_RESPONSE_INVALID"
  | "AWS_ENDPOINT_REFUSED"
  | "LOGIN_REQUIRED"
  | "SSO_DENIED"
  | "SSO_EXPIRED"
  | "SAML_DENIED"
  | "SAML_EXPIRED"
  | "SAML_ASSERTION_INVALID"
  | "SAML_ROLE_INVALID"
  | "BROWSER_UNUSABLE"
  | "DOCKER_CONFIG_INVALID"
  | "DOCKER_CONFIG_UNWRITABLE"
  | "DOCKER_CONFIG_LOCKED"
  | "DOCKER_STORE_FAILED"
  | "DOCKER_HELPER_MISSING"
  | "DOCKER_HELPER_TAKEN"
  | "DOCKER_PIN_CONFLICT"
  | "DOCKER_PIN_UNUSABLE"
  | "STATE_UNUSABLE"
  | "KEYRING_UNUSABLE"
  | "HOME_NOT_FOUND"
  | "OUTPUT_UNWRITABLE"
  | "PROGRAM_NOT_FOUND"
  | "PROGRAM_NOT_EXECUTABLE"
  | "CANCELLED"
  | "INTERNAL";

/** Every error code with its exit code and meaning. */
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeInfo>> = {
  // What was typed.
  USAGE: { exit: "usage", summary: "the command line cannot be understood, or its parts exclude each other" },
  SELECTION_REQUIRED: {
    exit: "usage",
    summary: "something must be chosen and there is no terminal to ask on",
  },
  REGISTRY_INVALID: { exit: "usage", summary: "not the host name of an Amazon ECR registry" },

  // What atmos.yaml says.
  CONFIG_NOT_FOUND: { exit: "usage", summary: "no atmos.yaml where one was expected" },
  CONFIG_UNREADABLE: { exit: "usage", summary: "a configuration file exists and cannot be read" },
  CONFIG_SYNTAX: { exit: "usage", summary: "a configuration file is not valid YAML" },
  CONFIG_INVALID: {
    exit: "usage",
    summary: "a value or key in the auth section is missing, unknown or of the wrong form",
  },
  CONFIG_LIMIT: {
    exit: "usage",
    summary: "a configuration is larger, deeper or more numerous than the limits",
  },
  CONFIG_IMPORT_NOT_FOUND: { exit: "usage", summary: "an import names no file" },
  CONFIG_IMPORT_CYCLE: { exit: "usage", summary: "files import each other in a circle" },
  CONFIG_TAG_UNKNOWN: { exit: "usage", summary: "a YAML function that is not known here" },
  CONFIG_FUNCTION_FAILED: { exit: "usage", summary: "a YAML function could not be evaluated" },
  CONFIG_UNTRUSTED: {
    exit: "usage",
    summary: "a directive or endpoint that needs trust, in a file without it",
  },
  INTEGRATION_NOT_FOUND: { exit: "usage", summary: "no integration of that name" },
  INTEGRATION_NOT_LINKED: {
    exit: "usage",
    summary: "an identity has no ECR integration, or an integration no identity",
  },
  IDENTITY_NOT_FOUND: { exit: "usage", summary: "no identity of that name" },
  IDENTITY_CYCLE: { exit: "usage", summary: "identities that refer to each other in a circle" },
  IDENTITY_CHAIN_INVALID: {
    exit: "usage",
    summary: "a chain of identities that cannot lead to AWS credentials",
  },
  IDENTITY_UNSUPPORTED: { exit: "usage", summary: "a kind of identity or provider that cannot be used here" },
  PROVIDER_NOT_FOUND: { exit: "usage", summary: "no provider of that name" },
  PROFILE_NOT_FOUND: { exit: "usage", summary: "no profile of that name" },
  ACCOUNT_NOT_FOUND: { exit: "usage", summary: "no account of that name, or more than one" },

  // What a person has to do.
  MFA_REQUIRED: { exit: "loginRequired", summary: "an MFA code is needed, and nobody gave one" },

  // What AWS says.
  AWS_CREDENTIALS_MISSING: {
    exit: "loginRequired",
    summary: "no AWS credentials were found in the environment",
  },
  AWS_PROFILE_INVALID: {
    exit: "usage",
    summary: "an AWS file, or a profile of it, that the AWS CLI refuses, or half a pair of keys",
  },
  AWS_CREDENTIALS_EXPIRED: { exit: "failure", summary: "AWS says that the credentials have expired" },
  AWS_DENIED: { exit: "failure", summary: "AWS refused: not allowed, or credentials it does not know" },
  AWS_CLOCK_SKEW: { exit: "environment", summary: "this machine's clock and that of AWS differ too much" },
  AWS_THROTTLED: { exit: "failure", summary: "AWS asked to slow down, also after retries" },
  AWS_UNREACHABLE: { exit: "environment", summary: "AWS could not be reached or did not answer in time" },
  AWS_REJECTED: { exit: "failure", summary: "AWS refused the request for another reason" },
  AWS_RESPONSE_INVALID: {
    exit: "failure",
    summary: "an answer of AWS that makes no sense, or is for another registry",
  },
  AWS_ENDPOINT_REFUSED: { exit: "usage", summary: "an AWS endpoint that is neither https nor loopback" },

  // What a person has to do, or has done.
  LOGIN_REQUIRED: { exit: "loginRequired", summary: "somebody has to log in first" },
  SSO_DENIED: { exit: "failure", summary: "a login to IAM Identity Center was denied in the browser" },
  SSO_EXPIRED: { exit: "failure", summary: "a login to IAM Identity Center was not confirmed in time" },
  SAML_DENIED: {
    exit: "failure",
    summary: "a login to a SAML identity provider was abandoned in the browser",
  },
  SAML_EXPIRED: { exit: "failure", summary: "a login to a SAML identity provider was not complete in time" },
  SAML_ASSERTION_INVALID: {
    exit: "failure",
    summary: "the response of a SAML identity provider cannot be read, or AWS does not accept it",
  },
  SAML_ROLE_INVALID: {
    exit: "usage",
    summary: "a SAML login does not offer the role, or offers it through several providers",
  },
  BROWSER_UNUSABLE: {
    exit: "environment",
    summary: "no installed browser can be controlled for a SAML login",
  },

  // Docker's side.
  DOCKER_CONFIG_INVALID: {
    exit: "usage",
    summary: "Docker's config.json is not what Docker would accept; it is left untouched",
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
    summary: "the credential store that Docker is set up with refused",
  },
  DOCKER_HELPER_MISSING: { exit: "environment", summary: "docker-credential-atmos-ecr is not on the PATH" },
  DOCKER_HELPER_TAKEN: { exit: "usage", summary: "another credential helper is set up for the registry" },
  DOCKER_PIN_CONFLICT: { exit: "usage", summary: "the registry is pinned to another identity" },
  DOCKER_PIN_UNUSABLE: {
    exit: "usage",
    summary: "the credential helper could not use what a registry is to be pinned to",
  },

  // The machine, and the person.
  STATE_UNUSABLE: {
    exit: "environment",
    summary: "a state file of atmos-ecr is damaged, not private, or cannot be written",
  },
  KEYRING_UNUSABLE: {
    exit: "environment",
    summary: "a keyring is locked, absent, does not answer, or does not keep what it is given",
  },
  HOME_NOT_FOUND: { exit: "environment", summary: "no home directory, and nothing that replaces it" },
  OUTPUT_UNWRITABLE: {
    exit: "environment",
    summary: "standard output, or a file that was asked for, cannot be written",
  },
  PROGRAM_NOT_FOUND: { exit: "notFound", summary: "there is no program of the name that is to be run" },
  PROGRAM_NOT_EXECUTABLE: {
    exit: "notExecutable",
    summary: "what is to be run is no program, or not permitted",
  },
  CANCELLED: { exit: "interrupted", summary: "interrupted" },
  INTERNAL: { exit: "failure", summary: "a defect of atmos-ecr" },
};
