import { dirname } from "node:path";
import { replaceFile } from "../../fs/atomic_replace.ts";
import { createDirectories } from "../../fs/private_directory.ts";
import { type Fields, parseFields } from "../../../domain/files/json_fields.ts";
import { inside } from "../../../domain/files/app_directories.ts";
import { Secret } from "../../../domain/secret.ts";
import { textField } from "./metadata_request.ts";
import { readRegularText } from "../../fs/regular_read.ts";

/** An IAM Identity Center login of the AWS CLI. */
export interface CliSsoToken {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  /** The data for renewal; undefined if it cannot be renewed. */
  readonly renewal: {
    readonly refreshToken: Secret;
    readonly clientId: string;
    readonly clientSecret: Secret;
    readonly registrationExpiresAt: Date;
  } | undefined;
  /** The whole file, for writing it back. */
  readonly fields: Fields;
}

/**
 * The file in which the AWS CLI stores a login: named after the SHA-1 of the session's name or, in the legacy format, of its start URL.
 * Reference: `SSOTokenLoader` in https://github.com/boto/botocore/blob/develop/botocore/utils.py.
 */
export async function ssoTokenFile(home: string, key: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key));
  return inside(home, `.aws/sso/cache/${new Uint8Array(hash).toHex()}.json`);
}

/** Reads a login; undefined if there is none that can be used. */
export async function readSsoToken(path: string): Promise<CliSsoToken | undefined> {
  const fields = parseFields(await readRegularText(path).catch(() => ""));
  const accessToken = textField(fields, "accessToken");
  const expiresAt = time(textField(fields, "expiresAt"));
  if (fields === undefined || accessToken === undefined || expiresAt === undefined) return undefined;
  const refreshToken = textField(fields, "refreshToken");
  const clientId = textField(fields, "clientId");
  const clientSecret = textField(fields, "clientSecret");
  const registrationExpiresAt = time(textField(fields, "registrationExpiresAt"));
  const isRenewable = refreshToken !== undefined && clientId !== undefined && clientSecret !== undefined &&
    registrationExpiresAt !== undefined;
  const renewal = isRenewable
    ? {
      refreshToken: new Secret(refreshToken),
      clientId,
      clientSecret: new Secret(clientSecret),
      registrationExpiresAt,
    }
    : undefined;
  return { accessToken: new Secret(accessToken), expiresAt, fields, renewal };
}

/**
 * Stores a renewed login for the AWS CLI and the SDKs. If it cannot be stored, the next process renews it again. A login that the AWS CLI
 * has made since, or a logout, is not undone.
 */
export async function writeSsoToken(
  path: string,
  { fields, accessToken }: CliSsoToken,
  renewed: { readonly accessToken: Secret; readonly expiresAt: Date; readonly refreshToken?: Secret },
): Promise<void> {
  const written = {
    ...fields,
    accessToken: renewed.accessToken.expose(),
    // The AWS CLI writes no fractions of a second.
    expiresAt: renewed.expiresAt.toISOString().replace(/\.\d+/, ""),
    ...(renewed.refreshToken === undefined ? {} : { refreshToken: renewed.refreshToken.expose() }),
  };
  try {
    await createDirectories(dirname(path));
    await replaceFile(path, new TextEncoder().encode(JSON.stringify(written)), {
      stillCurrent: async () => (await readSsoToken(path))?.accessToken.expose() === accessToken.expose(),
    });
  } catch {
    // A read-only home directory is no reason to fail.
  }
}

/** A time as the AWS CLI writes it; older versions write `UTC` instead of `Z`. */
function time(text: string | undefined): Date | undefined {
  const date = new Date((text ?? "").replace(/UTC$/, "Z"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
