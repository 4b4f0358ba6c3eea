/**
 * The failures that this program reports on purpose, as classes by who can mend them. Anything else is a defect.
 *
 * @module
 */
import { ERROR_CODES, type ErrorCode, EXIT_CODES } from "./error_codes.ts";
import { escapeText } from "../text/escape.ts";
import type { SourcePosition } from "./source_position.ts";

/** What every error may carry besides its message. */
export interface ErrorDetails {
  /** What to do next: one imperative sentence, with the command when there is one. */
  readonly hint?: string | undefined;
  /** Where in a file the fault lies. */
  readonly position?: SourcePosition | undefined;
  /** The foreign error behind it. Never shown as it is: it may hold secrets. */
  readonly cause?: unknown;
}

/** Base of every failure that is reported on purpose. */
export class AtmosEcrError extends Error {
  /** The name of the class. */
  override readonly name: string = "AtmosEcrError";
  /** Stable identifier, listed in the README and shown by `--output json`. */
  readonly code: ErrorCode;
  /** What to do next. */
  readonly hint: string | undefined;
  /** Where in a file the fault lies. */
  readonly position: SourcePosition | undefined;

  /**
   * Describes a failure: action, quoted subject, state; no final period. Message and hint are made safe for a terminal here, and nowhere
   * else: whoever describes a failure puts names and texts from outside into it as they are.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(escapeText(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint === undefined ? undefined : escapeText(details.hint);
    this.position = details.position;
  }

  /** Exit code of the process when this error ends it. */
  get exitCode(): number {
    return EXIT_CODES[ERROR_CODES[this.code].exit];
  }
}

/** The command line cannot be carried out as typed. */
export class UsageError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "UsageError";
  constructor(
    message: string,
    details: ErrorDetails & { readonly code?: "USAGE" | "SELECTION_REQUIRED" } = {},
  ) {
    super(details.code ?? "USAGE", message, details);
  }
}

/** A text that should name an ECR registry and does not (`REGISTRY_INVALID`). */
export class RegistryError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "RegistryError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(message: string, details: ErrorDetails = {}) {
    super("REGISTRY_INVALID", message, details);
  }
}

/** The codes of faults in configuration files. */
export type ConfigErrorCode = Extract<ErrorCode, `CONFIG_${string}`>;

/** A configuration file is missing, unreadable or says something that cannot be. */
export class ConfigError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "ConfigError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: ConfigErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** The codes of names that do not resolve. */
export type LookupErrorCode = Extract<
  ErrorCode,
  | `IDENTITY_${string}`
  | `INTEGRATION_${string}`
  | `PROVIDER_${string}`
  | `PROFILE_${string}`
  | `ACCOUNT_${string}`
  | "SAML_ROLE_INVALID"
>;

/** A name of an integration, identity, provider, profile or account that leads nowhere. */
export class LookupError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "LookupError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: LookupErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** The codes of what AWS, or the way to it, answered. */
export type AwsErrorCode = Extract<ErrorCode, `AWS_${string}`>;

/** What an error of AWS may carry besides. */
export interface AwsErrorDetails extends ErrorDetails {
  /** Whether AWS does not know the keys that signed, or knows that they have ended, rather than what they are allowed. */
  readonly keysRefused?: boolean;
}

/** AWS refused, failed, or could not be asked. */
export class AwsError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "AwsError";
  /** Whether the keys themselves were refused: other keys of the same identity may be accepted. */
  readonly keysRefused: boolean;
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: AwsErrorCode, message: string, details: AwsErrorDetails = {}) {
    super(code, message, details);
    this.keysRefused = details.keysRefused ?? false;
  }
}

/** The codes of logins by a person. */
export type LoginErrorCode =
  | "LOGIN_REQUIRED"
  | "MFA_REQUIRED"
  | "SSO_DENIED"
  | "SSO_EXPIRED"
  | "SAML_DENIED"
  | "SAML_EXPIRED"
  | "SAML_ASSERTION_INVALID"
  | "BROWSER_UNUSABLE";

/** A login needs a person, or the person did not let it happen. */
export class LoginError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "LoginError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(
    code: LoginErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(code, message, details);
  }
}

/** The codes of Docker's configuration and credential stores. */
export type DockerErrorCode = Extract<ErrorCode, `DOCKER_${string}`>;

/** Docker's configuration or credential store cannot be used. */
export class DockerError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "DockerError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: DockerErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** The codes of what the machine lacks. */
export type EnvironmentErrorCode =
  | "HOME_NOT_FOUND"
  | "STATE_UNUSABLE"
  | "KEYRING_UNUSABLE"
  | "OUTPUT_UNWRITABLE";

/** The machine lacks something that no flag can replace. */
export class EnvironmentError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "EnvironmentError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: EnvironmentErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** The codes of programs that are run on behalf of an identity. */
export type ProgramErrorCode = Extract<ErrorCode, `PROGRAM_${string}`>;

/** A program that was to be run could not be. */
export class ProgramError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "ProgramError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: ProgramErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** The user, or a signal, ended the work. */
export class CancelledError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "CancelledError";
  constructor(message = "Interrupted", details: ErrorDetails = {}) {
    super("CANCELLED", message, details);
  }
}
