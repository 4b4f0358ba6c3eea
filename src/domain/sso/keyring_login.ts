import { asFields, parseFields } from "../files/json_fields.ts";
import { Secret } from "../secret.ts";

/** A login that Atmos stores under the name of a provider, without its start URL. */
export interface KeyringLogin {
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
