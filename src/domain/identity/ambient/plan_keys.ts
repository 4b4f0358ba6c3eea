import type { AwsSection } from "../../aws_files/parse_aws_file.ts";
import { setVariable, type Variable } from "../../aws_files/file_paths.ts";
import { Secret } from "../../secret.ts";
import type { PlannedKeys } from "./ambient_plan.ts";
import { type FilePlace, planFault, profileWords } from "./plan_faults.ts";

/** Settings of a session token; the first is the former name. Reference: `TOKENS` in botocore's `credentials.py`. */
const TOKEN_SETTINGS: readonly string[] = ["aws_security_token", "aws_session_token"];
const TOKEN_VARIABLES: readonly string[] = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"];

/** A part of a key pair. */
export interface KeyPart {
  /** The setting or variable. */
  readonly name: string;
  readonly text: string;
  /** Whether settings stand where a text belongs. */
  readonly isBlock?: boolean;
  readonly at?: FilePlace | undefined;
}

/**
 * The keys in variables. A secret without an access key id is ignored, as in the AWS CLI.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for an access key without its secret, or with invalid characters.
 */
export function planKeysOfVariables(variable: Variable): PlannedKeys | undefined {
  const part = (name: string): KeyPart | undefined => {
    const text = setVariable(variable, name);
    return text === undefined ? undefined : { name, text };
  };
  const id = part("AWS_ACCESS_KEY_ID");
  if (id === undefined) return undefined;
  const secret = part("AWS_SECRET_ACCESS_KEY");
  if (secret === undefined) {
    throw planFault("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY is not set", {
      hint: "Set both, or neither",
    });
  }
  const token = TOKEN_VARIABLES.map(part).find((found) => found !== undefined);
  const expiresAt = new Date(variable("AWS_CREDENTIAL_EXPIRATION") ?? "");
  const keys = planKeys("the AWS keys in environment variables", id, secret, token);
  return Number.isNaN(expiresAt.getTime()) ? keys : { ...keys, expiresAt };
}

/**
 * The keys in one section of one file: the AWS CLI does not combine a key in one file with a secret in the other.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for an incomplete pair, or invalid characters.
 */
export function planKeysOfSection(profile: string, section: AwsSection | undefined): PlannedKeys | undefined {
  const part = (name: string): KeyPart | undefined => sectionPart(section, name);
  const id = part("aws_access_key_id");
  if (id === undefined) return undefined;
  const secret = part("aws_secret_access_key");
  if (secret === undefined) throw halfPair(profile, "aws_access_key_id", "aws_secret_access_key", id.at);
  const token = TOKEN_SETTINGS.map(part).find((found) => found !== undefined);
  return planKeys(profileWords(profile), id, secret, token);
}

/** The error for an incomplete pair of keys. */
export function halfPair(profile: string, given: string, missing: string, at: FilePlace | undefined): Error {
  const where = at === undefined ? "" : ` in "${at.file}"`;
  return planFault(profileWords(profile), `it has ${given} without ${missing}${where}`, {
    at,
    hint: "Set both in the same file, or neither",
  });
}

/**
 * Keys of their parts.
 *
 * @param subject What has them, for messages.
 * @throws {AwsError} `AWS_PROFILE_INVALID` for characters that no key has.
 */
export function planKeys(
  subject: string,
  id: KeyPart,
  secret: KeyPart,
  token: KeyPart | undefined,
): PlannedKeys {
  // An empty token is none, and as the first of its names it hides the other: so does the AWS CLI.
  const hasToken = token !== undefined && (token.text !== "" || token.isBlock === true);
  for (const part of [id, secret, ...(hasToken ? [token] : [])]) {
    const flaw = part.isBlock === true ? "is a block of settings" : keyFlaw(part.text);
    if (flaw === undefined) continue;
    throw planFault(subject, `${part.name} ${flaw}`, {
      at: part.at,
      hint: "Use only the key, without quotes, spaces or a trailing comment",
    });
  }
  return {
    kind: "keys",
    accessKeyId: id.text,
    secretAccessKey: new Secret(secret.text),
    ...(hasToken ? { sessionToken: new Secret(token.text) } : {}),
  };
}

/** The first invalid character of a key; reports its position only. */
function keyFlaw(text: string): string | undefined {
  if (text === "") return "is empty";
  const index = text.search(/[^\x21-\x7e]|["'`]/);
  if (index < 0) return undefined;
  const character = text.charAt(index);
  return `has ${characterWords(character)} as character ${index + 1} of ${text.length}`;
}

function characterWords(character: string): string {
  if (character === "\n" || character === "\r") return "a line break";
  if (/\s/.test(character)) return "a space";
  if (/["'`]/.test(character)) return "a quote";
  return character < " " || character === "\x7f" ? "a control character" : "a non-ASCII character";
}

/** A setting as a part of a key pair; undefined if there is none. */
export function sectionPart(section: AwsSection | undefined, name: string): KeyPart | undefined {
  const setting = section?.settings.get(name);
  return setting && { name, text: setting.value, isBlock: setting.block !== undefined, at: setting };
}
