/**
 * What the helper says to people, on standard error: one line each, since Docker passes it on to the terminal as it is.
 *
 * @module
 */
import { ERROR_CODES, type ErrorCode } from "../errors/error_codes.ts";
import type { AtmosEcrError } from "../errors/errors.ts";
import { formatPosition } from "../errors/source_position.ts";
import { escapeText } from "../text/escape.ts";
import { shellWord } from "../text/shell_word.ts";
import type { CachedToken } from "../token/cache_entry.ts";
import type { RegistryPin } from "./registry_pin.ts";

/** Longer than any message of ours; AWS' part of one is cut before. */
const MAX_LENGTH = 1000;

/** Why there is no token, and what to do about it. */
export function failureLine(error: AtmosEcrError, pin: RegistryPin | undefined): string {
  const where = error.position === undefined ? "" : `${formatPosition(error.position)}: `;
  return line(`${where}${error.message}. ${nextStep(error, pin)}`);
}

/** That an old token was handed out, why, and how long it lasts. */
export function staleLine(error: AtmosEcrError, token: CachedToken): string {
  const until = token.expiresAt.toISOString().replace(/:\d\d\.\d{3}Z$/, " UTC").replace("T", " ");
  return line(`${error.message}. Using the cached token, which is good until ${until}`);
}

/** That the request could not be read. @param state What it is, as the end of a sentence. */
export function requestLine(state: string): string {
  return line(`Cannot read the name of a registry from standard input: ${state}`);
}

/** A defect: its kind, since its text might hold anything. */
export function defectLine(error: unknown): string {
  return line(`Unexpected ${error instanceof Error ? error.name : "failure"}, a defect of atmos-ecr`);
}

/** The command that logs in to a pinned registry again. */
export function loginCommand(pin: RegistryPin): string {
  return [
    "atmos-ecr login",
    ...(pin.integration === undefined
      ? [`--registry ${pin.host} --identity ${shellWord(pin.identity)}`]
      : [shellWord(pin.integration)]),
    ...pin.configFiles.map((path) => `--config ${shellWord(path)}`),
    ...pin.configDirectories.map((path) => `--config-path ${shellWord(path)}`),
    ...pin.profiles.map((profile) => `--profile ${shellWord(profile)}`),
  ].join(" ");
}

/** The next step. A person who logs in helps where credentials are missing; where the configuration has moved on, a new pin does. */
function nextStep({ code, hint }: AtmosEcrError, pin: RegistryPin | undefined): string {
  // The command that logs in to a provider needs the configuration, too, which only the pin's command names.
  if (pin === undefined || (code !== "LOGIN_REQUIRED" && hint?.includes("`atmos-ecr "))) return hint ?? "";
  if (isLoginMissing(code)) return `Run \`${loginCommand(pin)}\``;
  if (/^(CONFIG|IDENTITY|INTEGRATION|PROVIDER)_/.test(code)) {
    const anew = `pin ${pin.host} anew with \`atmos-ecr docker install\``;
    return hint === undefined ? `Correct it, or ${anew}` : `${hint}, or ${anew}`;
  }
  return hint ?? "";
}

function isLoginMissing(code: ErrorCode): boolean {
  return code === "AWS_CREDENTIALS_EXPIRED" || ERROR_CODES[code].exit === "loginRequired";
}

function line(text: string): string {
  const safe = escapeText(text.trim());
  return `atmos-ecr: ${safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH)}…` : safe}`;
}
