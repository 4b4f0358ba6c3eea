/**
 * Expected failures, as classes by what must be corrected. Any other error is a bug.
 *
 * @module
 */
import { escapeText } from "../text/escape.ts";
import { ERROR_CODES, type ErrorCode, EXIT_CODES } from "./error_codes.ts";

/** A position in a file, counted as in editors. */
export interface SourcePosition {
  /** The file's display path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
}

/** `atmos.yaml:41:7`, the form that terminals and editors make clickable. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/** Optional details of an error. */
export interface ErrorDetails {
  /** What to do next: one imperative sentence, with the command when there is one. */
  readonly hint?: string | undefined;
  /** The position of the fault in a file. */
  readonly position?: SourcePosition | undefined;
  /** The underlying error. Never shown as it is: it may contain secrets. */
  readonly cause?: unknown;
}

/** Base of every expected failure. */
export class AtmosEcrError extends Error {
  /** The name of the class. */
  override readonly name: string = "AtmosEcrError";
  /** Stable identifier, listed in the README and shown by `--output json`. */
  readonly code: ErrorCode;
  /** What to do next. */
  readonly hint: string | undefined;
  /** The position of the fault in a file. */
  readonly position: SourcePosition | undefined;

  /**
   * Describes a failure: action, quoted subject, state; no final period. Message and hint are escaped for a terminal here, and nowhere
   * else: callers pass names and external texts unescaped.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(escapeText(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint === undefined ? undefined : escapeText(details.hint);
    this.position = details.position;
  }

  /** The exit code of the process for this error. */
  get exitCode(): number {
    return EXIT_CODES[ERROR_CODES[this.code].exit];
  }
}

/** An error with only those codes that its class names; its parameters are those of {@linkcode AtmosEcrError}. */
class CodedError<Code extends ErrorCode> extends AtmosEcrError {
  declare readonly code: Code;
  constructor(code: Code, message: string, details?: ErrorDetails) {
    super(code, message, details);
  }
}

/** The command line is invalid. */
export class UsageError extends AtmosEcrError {
  override readonly name = "UsageError";
  constructor(
    message: string,
    details: ErrorDetails & { readonly code?: "USAGE" | "SELECTION_REQUIRED" } = {},
  ) {
    super(details.code ?? "USAGE", message, details);
  }
}

/** A text that should be an ECR registry and is not (`REGISTRY_INVALID`). */
export class RegistryError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "RegistryError";
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(message: string, details: ErrorDetails = {}) {
    super("REGISTRY_INVALID", message, details);
  }
}

/** The codes of problems in configuration files. */
export type ConfigErrorCode = Extract<ErrorCode, `CONFIG_${string}`>;

/** A configuration file is missing, unreadable or invalid. */
export class ConfigError extends CodedError<ConfigErrorCode> {
  override readonly name = "ConfigError";
}

/** The codes of unresolved names. */
export type LookupErrorCode = Extract<
  ErrorCode,
  `${"IDENTITY" | "INTEGRATION" | "PROVIDER" | "PROFILE" | "ACCOUNT"}_${string}` | "SAML_ROLE_INVALID"
>;

/** The name of an integration, identity, provider, profile or account that does not exist or cannot be used. */
export class LookupError extends CodedError<LookupErrorCode> {
  override readonly name = "LookupError";
}

/** The codes of errors from AWS, or on the way to it. */
export type AwsErrorCode = Extract<ErrorCode, `AWS_${string}`>;

/** Additional details of an error of AWS. */
export interface AwsErrorDetails extends ErrorDetails {
  /** Whether AWS rejected the signing keys as unknown or expired, as opposed to denying access. */
  readonly keysRefused?: boolean;
}

/** AWS rejected the request, failed, or could not be reached. */
export class AwsError extends AtmosEcrError {
  /** The name of the class. */
  override readonly name = "AwsError";
  /** Whether the keys themselves were rejected: other keys of the same identity may be accepted. */
  readonly keysRefused: boolean;
  /** Describes the failure: action, quoted subject, state; no final period. */
  constructor(code: AwsErrorCode, message: string, details: AwsErrorDetails = {}) {
    super(code, message, details);
    this.keysRefused = details.keysRefused ?? false;
  }
}

/** The codes of interactive logins. */
type LoginErrorCode =
  | "LOGIN_REQUIRED"
  | "MFA_REQUIRED"
  | "SSO_DENIED"
  | "SSO_EXPIRED"
  | "SAML_DENIED"
  | "SAML_EXPIRED"
  | "SAML_ASSERTION_INVALID"
  | "BROWSER_UNUSABLE";

/** An interactive login is required, or was not completed. */
export class LoginError extends CodedError<LoginErrorCode> {
  override readonly name = "LoginError";
}

/** The codes of Docker's configuration and credential stores. */
export type DockerErrorCode = Extract<ErrorCode, `DOCKER_${string}`>;

/** Docker's configuration or credential store cannot be used. */
export class DockerError extends CodedError<DockerErrorCode> {
  override readonly name = "DockerError";
}

/** The codes of problems of the machine. */
type EnvironmentErrorCode =
  | "HOME_NOT_FOUND"
  | "STATE_UNUSABLE"
  | "KEYRING_UNUSABLE"
  | "OUTPUT_UNWRITABLE";

/** The machine lacks something that no flag can replace. */
export class EnvironmentError extends CodedError<EnvironmentErrorCode> {
  override readonly name = "EnvironmentError";
}

/** The codes of programs run as an identity. */
type ProgramErrorCode = Extract<ErrorCode, `PROGRAM_${string}`>;

/** A program could not be run. */
export class ProgramError extends CodedError<ProgramErrorCode> {
  override readonly name = "ProgramError";
}

/** The user, or a signal, cancelled the operation. */
export class CancelledError extends AtmosEcrError {
  override readonly name = "CancelledError";
  constructor(message = "Interrupted", details: ErrorDetails = {}) {
    super("CANCELLED", message, details);
  }
}
