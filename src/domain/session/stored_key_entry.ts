import { asFields, type Fields, parseFields } from "../files/json_fields.ts";
import { parseDurationSeconds } from "../auth/model/durations.ts";

/** The keys of a user in Atmos' format. */
export interface StoredKeyEntry {
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
      ...(mfaArn === undefined ? {} : { mfa_arn: mfaArn }),
      ...(sessionDuration === undefined ? {} : { session_duration: sessionDuration }),
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
