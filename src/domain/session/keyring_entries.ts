/** Entries of Atmos' keyring: the keys of users, and the logins of providers. @module */
import { parseDurationSeconds } from "../auth/model/durations.ts";
import { asFields, type Fields, parseFields } from "../files/json_fields.ts";
import { Secret } from "../secret.ts";

/** The keys of a user in Atmos' format. */
interface StoredKeyEntry {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mfaArn?: string;
  /** Seconds. */
  readonly sessionSeconds?: number;
}

/**
 * Parses an entry of Atmos' keyring. Only accepts long-lived keys: an entry with a session token does not belong to a user.
 *
 * Reference: `pkg/auth/credentials/keyring_store.go` and `pkg/auth/types/aws_credentials.go` of Atmos.
 */
export function readStoredKeyEntry(text: string): StoredKeyEntry | undefined {
  const { type, data: written } = parseFields(text) ?? {};
  const data = asFields(written);
  const accessKeyId = textOf(data, "access_key_id");
  const secretAccessKey = textOf(data, "secret_access_key");
  if (type !== "aws" || textOf(data, "session_token") !== undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const mfaArn = textOf(data, "mfa_arn");
  const sessionSeconds = parseDurationSeconds(textOf(data, "session_duration") ?? "");
  return {
    accessKeyId,
    secretAccessKey,
    ...(mfaArn === undefined ? {} : { mfaArn }),
    ...(sessionSeconds === undefined || sessionSeconds <= 0 ? {} : { sessionSeconds }),
  };
}

/** The text of an entry, as Atmos writes it. */
export function storedKeyEntry(
  { accessKeyId, secretAccessKey, mfaArn, sessionDuration }: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly mfaArn?: string | undefined;
    readonly sessionDuration?: string | undefined;
  },
): string {
  return JSON.stringify({
    type: "aws",
    data: {
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
      // Not written if undefined.
      mfa_arn: mfaArn,
      session_duration: sessionDuration,
    },
  });
}

/** The name of a user's entry. Reference: `pkg/auth/credentials/store.go` of Atmos, whose names are in lower case. */
export function storedKeyName(name: string, realm: string): string {
  return ["atmos", ...(realm === "" ? [] : [realm]), name.toLowerCase()].join("_");
}

function textOf(fields: Fields | undefined, key: string): string | undefined {
  const text = fields?.[key];
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** A login that Atmos stores under the name of a provider, without its start URL. */
interface KeyringLogin {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
}

/** Characters that a header can contain. */
const PRINTABLE_REGEXP = /^[\x21-\x7e]+$/;

/** A date as Go's `time.RFC3339` has it. */
const RFC3339_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Parses the login in a keyring entry: Atmos stores the access token in place of the access key id, with neither secret nor session token.
 *
 * Reference: `pkg/auth/providers/aws/sso.go` and `pkg/auth/credentials/keyring_store.go` of Atmos.
 *
 * @param region The provider's region: an entry with another one belongs to another provider.
 */
export function readKeyringLogin(text: string, region: string): KeyringLogin | undefined {
  const { type, data } = parseFields(text) ?? {};
  const { access_key_id: token, expiration: end, region: written, secret_access_key, session_token } =
    asFields(data) ?? {};
  if (type !== "aws" || written !== region || secret_access_key || session_token) return undefined;
  if (typeof token !== "string" || !PRINTABLE_REGEXP.test(token)) return undefined;
  if (typeof end !== "string" || !RFC3339_REGEXP.test(end)) return undefined;
  const expiresAt = new Date(end);
  return Number.isNaN(expiresAt.getTime()) ? undefined : { accessToken: new Secret(token), expiresAt };
}
