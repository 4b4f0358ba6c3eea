import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";

/**
 * Parses the credentials of a container or instance service; undefined for anything else.
 *
 * Reference: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
export function readMetadataCredentials(text: string): AwsCredentials | undefined {
  const answer = parseJson(text);
  const accessKeyId = textField(answer, "AccessKeyId");
  const secretAccessKey = textField(answer, "SecretAccessKey");
  const token = textField(answer, "Token");
  const expiresAt = new Date(textField(answer, "Expiration") ?? "");
  if (accessKeyId === undefined || secretAccessKey === undefined || token === undefined) return undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(token),
    ...(Number.isNaN(expiresAt.getTime()) ? {} : { expiresAt }),
  };
}

/** A non-empty text field of a JSON response. */
export function textField(answer: unknown, name: string): string | undefined {
  const value: unknown = typeof answer === "object" && answer !== null
    ? Reflect.get(answer, name)
    : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Parses JSON; undefined if it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
