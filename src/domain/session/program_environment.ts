/** What a program that runs as an identity gets: its variables, and the shell to start. @module */
import type { Variable } from "../aws_files/file_paths.ts";
import type { SessionPaths } from "./session_paths.ts";

/** What determines the variables. */
export interface SessionFacts {
  readonly files: SessionPaths;
  /** The configured region of the identity. */
  readonly region: string | undefined;
  /** Docker's directory, if a registry is linked to the identity. */
  readonly dockerDirectory: string | undefined;
  /** The `env` entries of the identity. */
  readonly own: ReadonlyMap<string, string>;
}

/** Variables to set and to unset. */
export interface VariableChanges {
  readonly set: ReadonlyMap<string, string>;
  /** Variables that must not keep their value. */
  readonly unset: readonly string[];
}

/**
 * Variables with which AWS tools would use other credentials than those of `AWS_PROFILE`.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html; `pkg/auth/cloud/aws/env.go` of Atmos keeps those of
 * containers, `AWS_DEFAULT_PROFILE` and `AWS_CREDENTIAL_EXPIRATION`.
 */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/** Variables of AWS tools that affect connections and output, but not credentials. */
const NEUTRAL_REGEXP =
  /^AWS_(CA_BUNDLE|ENDPOINT_URL(_.+)?|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_.+|STS_REGIONAL_ENDPOINTS|(DEFAULT_)?REGION|DEFAULT_OUTPUT|PAGER|CLI_.+|MAX_ATTEMPTS|RETRY_MODE|EC2_METADATA_.+)$/;

/** The variables of an identity with a stored session. The identity's own `env` takes precedence, except over its credentials. */
export function sessionVariables({ files, region, dockerDirectory, own }: SessionFacts): VariableChanges {
  const set = new Map([
    ...regionVariables(region),
    ...[...own].filter(([name]) => !CREDENTIAL_VARIABLES.includes(name)),
    ["AWS_SHARED_CREDENTIALS_FILE", files.credentials],
    ["AWS_CONFIG_FILE", files.config],
    ["AWS_PROFILE", files.profile],
    // For version 1 of the Go SDK, which otherwise ignores AWS_CONFIG_FILE.
    ["AWS_SDK_LOAD_CONFIG", "1"],
    // An expired session must be an error, and not fall back to the machine's role.
    ["AWS_EC2_METADATA_DISABLED", "true"],
    ...dockerVariables(dockerDirectory),
  ]);
  return { set, unset: CREDENTIAL_VARIABLES };
}

/** The variables of an identity of the environment: nothing is unset, since it has no other credentials. */
export function ambientVariables(
  { region, dockerDirectory, own }: Pick<SessionFacts, "region" | "dockerDirectory" | "own">,
): VariableChanges {
  return {
    set: new Map([...regionVariables(region), ...own, ...dockerVariables(dockerDirectory)]),
    unset: [],
  };
}

/**
 * The whole environment of a program that runs as an identity. If anything is to be unset, all AWS variables are removed, except those
 * known not to affect credentials.
 */
export function childEnvironment(
  outer: Readonly<Record<string, string>>,
  { set, unset }: VariableChanges,
): Record<string, string> {
  const kept = Object.entries(outer).filter(([name]) => unset.length === 0 || isNeutral(name));
  return Object.fromEntries([...kept, ...set]);
}

function isNeutral(name: string): boolean {
  const upper = name.toUpperCase();
  return !upper.startsWith("AWS_") || NEUTRAL_REGEXP.test(upper);
}

function regionVariables(region: string | undefined): [string, string][] {
  return region === undefined ? [] : [["AWS_REGION", region], ["AWS_DEFAULT_REGION", region]];
}

function dockerVariables(directory: string | undefined): [string, string][] {
  return directory === undefined ? [] : [["DOCKER_CONFIG", directory]];
}

/** A shell, and how to start it. */
export interface LoginShell {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The shells to try, in this order: the named one, otherwise that of `ATMOS_SHELL` or `SHELL` (`COMSPEC` on Windows), otherwise the usual
 * ones.
 *
 * Reference: `ExecAuthShellCommand` in `internal/exec/shell_utils.go` of Atmos; without arguments, a login shell.
 */
export function loginShells(
  { named, args, variable, os }: {
    readonly named: string | undefined;
    readonly args: readonly string[];
    readonly variable: Variable;
    readonly os: string;
  },
): readonly LoginShell[] {
  const isWindows = os === "windows";
  const chosen = [named, variable("ATMOS_SHELL"), variable(isWindows ? "COMSPEC" : "SHELL")]
    .find((program) => program !== undefined && program !== "");
  const programs = chosen !== undefined ? [chosen] : isWindows ? ["cmd.exe"] : ["bash", "sh"];
  return programs.map((program) => ({ program, args: args.length > 0 || isWindows ? args : ["-l"] }));
}

/** The nesting level of the new shell. */
export function nextShellLevel(variable: Variable): string {
  const level = variable("ATMOS_SHLVL") ?? "";
  return /^\d{1,6}$/.test(level) ? String(Number(level) + 1) : "1";
}
