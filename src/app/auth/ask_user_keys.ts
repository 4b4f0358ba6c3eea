import { parseDurationSeconds } from "../../domain/auth/model/durations.ts";
import { LoginError, UsageError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { UserKeysToKeep } from "../../ports/sessions.ts";
import type { Prompter } from "../../ports/terminal.ts";

/** The keys given on the command line. */
export interface GivenKeys {
  readonly accessKeyId?: string | undefined;
  readonly mfaArn?: string | undefined;
  readonly sessionDuration?: string | undefined;
}

/** Where the other values come from. */
export interface KeyQuestions {
  readonly prompter: Pick<Prompter, "interactive" | "ask">;
  /** The line on standard input; undefined for a terminal. */
  readonly secretLine: () => Promise<Secret | undefined>;
  /** Whether the store of the keys can also store device and duration. */
  readonly details: boolean;
}

/** Reference: parameter AccessKeyId of https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const ID_REGEXP = /^\w{16,128}$/;

/**
 * The prefix of temporary keys. Reference:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const SESSION_REGEXP = /^ASIA/;

/**
 * The keys of a user, from the command line and prompts; without a terminal, the secret is read from standard input.
 *
 * @throws {LoginError} `LOGIN_REQUIRED` if prompts are needed and impossible.
 * @throws {UsageError} `USAGE` for an invalid key, device or duration.
 */
export async function askUserKeys(
  identity: string,
  given: GivenKeys,
  { prompter, secretLine, details }: KeyQuestions,
): Promise<UserKeysToKeep> {
  const checks = [
    [
      "--access-key-id",
      given.accessKeyId,
      idFault,
      "Use the access key ID of the IAM user, such as AKIAIOSFODNN7EXAMPLE",
    ],
    ["--mfa-arn", given.mfaArn, deviceFault, "Use an ARN such as arn:aws:iam::123456789012:mfa/NAME"],
    ["--session-duration", given.sessionDuration, durationFault, "Use a duration such as 12h or 45m"],
  ] as const;
  for (const [flag, value, fault, hint] of checks) {
    const reason = value === undefined ? undefined : fault(value);
    if (reason === undefined) continue;
    // What is no access key ID may be the secret.
    const what = flag === "--access-key-id" ? flag : `"${value}" for ${flag}`;
    throw new UsageError(`Cannot use ${what}: ${reason}`, { hint });
  }
  const ask = (
    text: string,
    check: (answer: string) => string | undefined,
    hidden = false,
  ): Promise<string> =>
    prompter.ask({ text, hidden, check: (answer) => check(answer.trim()) }, new AbortController().signal);
  const optional = async (text: string, check: (answer: string) => string | undefined) => {
    const answer = await ask(text, (answer) => answer === "" ? undefined : check(answer));
    return answer.trim() || undefined;
  };
  if (!prompter.interactive) {
    if (given.accessKeyId === undefined) throw notInteractive(identity);
    const secret = (await secretLine())?.expose().trim();
    if (secret === undefined) throw notInteractive(identity);
    const fault = secretFault(secret);
    if (fault !== undefined) {
      throw new UsageError(`Cannot use the secret access key from standard input: ${fault}`, {
        hint: "Pass only the secret access key on standard input, as one line",
      });
    }
    return { ...given, accessKeyId: given.accessKeyId, secretAccessKey: new Secret(secret) };
  }
  const accessKeyId = given.accessKeyId ?? (await ask(`Access key ID of ${identity}`, idFault)).trim();
  const secret = (await ask("Secret access key", secretFault, true)).trim();
  const keys = { accessKeyId, secretAccessKey: new Secret(secret) };
  if (!details) return keys;
  const mfaArn = given.mfaArn ?? await optional("ARN of the MFA device (Enter for none)", deviceFault);
  const sessionDuration = given.sessionDuration ??
    await optional("Session duration (Enter for 12h)", durationFault);
  return { ...keys, mfaArn, sessionDuration };
}

function idFault(text: string): string | undefined {
  if (SESSION_REGEXP.test(text)) return "it belongs to temporary credentials, not to an IAM user";
  return ID_REGEXP.test(text) ? undefined : "an access key ID has at least 16 letters and digits";
}

function secretFault(text: string): string | undefined {
  if (text === "") return "it is empty";
  return /^[\x21-\x7e]{1,128}$/.test(text) ? undefined : "a secret access key contains no spaces";
}

function deviceFault(text: string): string | undefined {
  return /^[\w+=/:,.@-]{9,256}$/.test(text)
    ? undefined
    : "it is neither the ARN nor the serial number of an MFA device";
}

function durationFault(text: string): string | undefined {
  const seconds = parseDurationSeconds(text);
  return seconds !== undefined && seconds >= 900 && seconds <= 129_600
    ? undefined
    : "a session duration is between 15m and 36h, such as 12h";
}

function notInteractive(identity: string): LoginError {
  const command = `atmos-ecr auth user configure ${shellWord(identity)}`;
  return new LoginError(
    "LOGIN_REQUIRED",
    `Cannot prompt for the access keys of "${identity}": no interactive terminal is available`,
    { hint: `Run \`${command}\` in a terminal, or pass --access-key-id ID and the secret on standard input` },
  );
}
