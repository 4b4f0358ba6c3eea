/**
 * The helper's messages for the user on standard error: one line each, since Docker passes them on to the terminal unchanged.
 *
 * @module
 */
import { ERROR_CODES, type ErrorCode } from "../errors/error_codes.ts";
import { type AtmosEcrError, formatPosition } from "../errors/errors.ts";
import { escapeText, shellWord } from "../text/escape.ts";
import { formatTime } from "../time/own_time.ts";
import type { CachedToken } from "../token/cache_entry.ts";
import type { IdentityPin, RegistryPin } from "./registry_pin.ts";
import { UNWRITABLE_HINT, UnwritableOutput } from "./protocol.ts";

/** Longer than any of our messages; AWS' part of one is shortened before. */
const MAX_LENGTH = 1000;

/** The message if there is no token: the cause and the hint. */
export function failureLine(error: AtmosEcrError, pin: RegistryPin | undefined): string {
  const where = error.position === undefined ? "" : `${formatPosition(error.position)}: `;
  return line(`${where}${error.message}. ${nextStep(error, pin)}`);
}

/** The message for an old token: the cause, and how long the token is valid. */
export function staleLine(error: AtmosEcrError, token: CachedToken): string {
  return line(
    `${error.message}. Using the cached token, which is valid until ${formatTime(token.expiresAt)}`,
  );
}

/** The message for an invalid request. @param state The reason, as the end of a sentence. */
export function requestLine(state: string): string {
  return line(`Cannot read a registry host from standard input: ${state}`);
}

/** The message for a bug: only its kind, since its text might contain anything. */
export function defectLine(error: unknown): string {
  if (error instanceof UnwritableOutput) return line(`${error.message}. ${UNWRITABLE_HINT}`);
  return line(`Unexpected ${error instanceof Error ? error.name : "failure"}: this is a bug in atmos-ecr`);
}

/**
 * The command that logs in to a pinned registry again.
 *
 * @param hint That of the failure: of a profile, only its source knows which command of the AWS CLI logs in, if any.
 */
export function loginCommand(pin: RegistryPin, hint?: string): string {
  if (pin.kind === "aws-profile") {
    return /`(?<command>aws [^`]+)`/.exec(hint ?? "")?.groups?.["command"] ??
      `atmos-ecr login ${pin.host} --aws-profile ${shellWord(pin.profile)}`;
  }
  if (pin.kind === "environment") return `atmos-ecr login --registry ${pin.host}`;
  // Identities found by a login are removed with the cache, and found again by a login to their provider.
  if (pin.provisioned !== undefined) {
    const { provider } = pin.provisioned;
    return [`atmos-ecr auth login --provider ${shellWord(provider)}`, ...configurationFlags(pin)].join(" ");
  }
  return [
    "atmos-ecr login",
    ...(pin.integration === undefined
      ? [`--registry ${pin.host} --identity ${shellWord(pin.identity)}`]
      : [shellWord(pin.integration)]),
    ...configurationFlags(pin),
  ].join(" ");
}

/** The flags that select the configuration of a pin. */
function configurationFlags({ configuration }: IdentityPin): string[] {
  const { sources, named, directory, profiles, basePath } = configuration;
  return [
    ...(named
      ? sources.map(({ file }) => `--config ${shellWord(file)}`)
      : [`--chdir ${shellWord(directory)}`]),
    ...profiles.map((profile) => `--profile ${shellWord(profile)}`),
    ...(basePath === undefined ? [] : [`--base-path ${shellWord(basePath)}`]),
  ];
}

/** The command that pins a registry again, as before. */
export function installCommand(pin: RegistryPin): string {
  const flags = pin.kind === "identity"
    ? [
      ...(pin.integration === undefined ? [`--identity ${shellWord(pin.identity)}`] : []),
      ...configurationFlags(pin),
    ]
    : pin.kind === "aws-profile"
    ? [`--aws-profile ${shellWord(pin.profile)}`]
    : [];
  return ["atmos-ecr docker install", pin.host, ...flags].join(" ");
}

/** The command that repairs a pin with an unusable configuration. */
export function repairCommand({ code, hint }: AtmosEcrError, pin: RegistryPin): string {
  const named = /`(?<command>atmos-ecr docker install [^`]+)`/.exec(hint ?? "")?.groups?.["command"];
  if (named !== undefined) return named;
  return code === "CONFIG_NOT_FOUND" ? `atmos-ecr docker install ${pin.host}` : reinstallCommand(code, pin);
}

/** The message for a registry that is not pinned, for a helper name that only serves pinned registries. */
export function notPinnedLine(
  host: string,
  { directory, isVariableSet }: { readonly directory: string | undefined; readonly isVariableSet: boolean },
): string {
  const state = directory === undefined
    ? "is not pinned, as there is no home directory"
    : `is not pinned in ${directory}`;
  const variable = isVariableSet ? "DOCKER_CONFIG" : "DOCKER_CONFIG is unset";
  const set = isVariableSet ? "set DOCKER_CONFIG to the directory of its pin" : "set DOCKER_CONFIG";
  return line(
    `${host} ${state} (${variable}): run atmos-ecr docker install ${host}, ${set}, or use the helper's name ecr-login`,
  );
}

/**
 * The next step: a login if credentials have expired, or a new pin if the configuration has changed. Its command works in every directory.
 *
 * @returns The empty string if there is none.
 */
export function nextStep({ code, hint: usual }: AtmosEcrError, pin: RegistryPin | undefined): string {
  // At a command line, that is the command that failed.
  const hint = pin === undefined ? usual : usual?.replace("`atmos-ecr login`", `\`${loginCommand(pin)}\``);
  // A provider login needs the configuration, too, which only the pin's command names.
  if (pin === undefined || (code !== "LOGIN_REQUIRED" && hint?.includes("`atmos-ecr "))) return hint ?? "";
  // A login of the AWS CLI, which knows whether it was made by `aws sso login` or `aws login`.
  if (code === "LOGIN_REQUIRED" && hint?.includes("`aws ")) return hint;
  // Keys, a role, a process: only the source knows what helps. No login creates them.
  if (code === "AWS_CREDENTIALS_MISSING" && hint !== undefined) {
    return pin.kind !== "aws-profile"
      ? hint
      : `${hint.endsWith("?") ? hint : `${hint}.`} To use another profile, run \`${
        reinstallCommand(code, pin)
      }\``;
  }
  if (pin.kind === "aws-profile" && hint !== undefined) return hint;
  if (isLoginMissing(code)) return `Run \`${loginCommand(pin)}\``;
  return configurationHint({ code, hint }, pin) ?? hint ?? "";
}

/**
 * The hint for an error in a pin's configuration: the error's own, or the command that pins the registry again.
 *
 * @returns Undefined for other errors, and if the hint already names that command.
 */
export function configurationHint(
  { code, hint }: Pick<AtmosEcrError, "code" | "hint">,
  pin: RegistryPin,
): string | undefined {
  if (!/^(CONFIG|IDENTITY|INTEGRATION|PROFILE|PROVIDER)_/.test(code) || hint?.includes("docker install")) {
    return undefined;
  }
  const recovery = `run ${recoveryCommand(code, pin)}`;
  return hint === undefined ? `Correct it, or ${recovery}` : `${hint}, or ${recovery}`;
}

/** The command that pins a registry to its current configuration. */
function recoveryCommand(code: ErrorCode, pin: RegistryPin): string {
  if (code === "CONFIG_NOT_FOUND") {
    return `\`atmos-ecr docker install ${pin.host}\` in the directory where its atmos.yaml is now`;
  }
  return `\`${reinstallCommand(code, pin)}\``;
}

function reinstallCommand(code: ErrorCode, pin: RegistryPin): string {
  // The removed name does not help.
  if (code === "IDENTITY_NOT_FOUND" && pin.kind === "identity" && pin.integration === undefined) {
    return installCommand({ ...pin, identity: "NAME" });
  }
  const isGone = code === "AWS_CREDENTIALS_MISSING" && pin.kind === "aws-profile";
  return installCommand(isGone ? { ...pin, profile: "NAME" } : pin);
}

function isLoginMissing(code: ErrorCode): boolean {
  return code === "AWS_CREDENTIALS_EXPIRED" || ERROR_CODES[code].exit === "loginRequired";
}

function line(text: string): string {
  const safe = escapeText(text.trim());
  return `atmos-ecr: ${safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe}`;
}
