/**
 * The file of a session of IAM Identity Center, as Atmos writes and reads it.
 *
 * Reference: `pkg/auth/providers/aws/sso_cache.go` of Atmos. Times are Go's `time.Time` in JSON: RFC 3339 with up to nine fractional
 * digits, in any zone.
 *
 * @module
 */
import { type Fields, parseFields } from "../files/json_fields.ts";
import { Secret } from "../secret.ts";
import { keyOf, type SsoRegistration, type SsoSession, type SsoSessionKey } from "./sso_session.ts";

/** Go's zero time. */
const ZERO_TIME = "0001-01-01T00:00:00Z";

/** Reference: RFC 3339, section 5.6. */
const TIME_REGEXP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/i;

/** Characters that a header can contain. */
const PRINTABLE_REGEXP = /^[\x21-\x7e]+$/;

/** The text of a session's file. @param old The text that it replaces: unknown keys are kept. */
export function encodeSession(session: SsoSession, old = ""): string {
  const { accessToken, expiresAt, region, startUrl, endpoint, refreshToken, registration } = session;
  // Fields that are undefined are not written.
  const fields = {
    accessToken: accessToken.expose(),
    expiresAt: goTime(expiresAt),
    region,
    startUrl,
    // An extension: Atmos stores sessions of all endpoints in one file.
    endpoint,
    refreshToken: refreshToken?.expose(),
    clientId: registration?.clientId,
    clientSecret: registration?.clientSecret.expose(),
    registrationExpiresAt: registration?.expiresAt === undefined ? ZERO_TIME : goTime(registration.expiresAt),
  };
  const foreign = Object.entries(parseFields(old) ?? {}).filter(([key]) => !Object.hasOwn(fields, key));
  return JSON.stringify({ ...Object.fromEntries(foreign), ...fields }, null, 2);
}

/** Decodes a session's file. Undefined for anything else, or for another start URL, region or endpoint. */
export function decodeSession(text: string, key: SsoSessionKey): SsoSession | undefined {
  const fields = parseFields(text) ?? {};
  if (fields["startUrl"] !== key.startUrl || fields["region"] !== key.region) return undefined;
  if (fields["endpoint"] !== key.endpoint) return undefined;
  const accessToken = printable(fields["accessToken"]);
  const expiresAt = time(fields["expiresAt"]);
  if (accessToken === undefined || expiresAt === undefined) return undefined;
  const refreshToken = printable(fields["refreshToken"]);
  const registration = decodeRegistration(fields);
  return {
    ...keyOf(key),
    accessToken: new Secret(accessToken),
    expiresAt,
    ...(refreshToken === undefined ? {} : { refreshToken: new Secret(refreshToken) }),
    ...(registration === undefined ? {} : { registration }),
  };
}

function decodeRegistration(fields: Fields): SsoRegistration | undefined {
  const clientId = printable(fields["clientId"]);
  const clientSecret = printable(fields["clientSecret"]);
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const registration = { clientId, clientSecret: new Secret(clientSecret) };
  const written = fields["registrationExpiresAt"];
  if (written === undefined || written === null || written === ZERO_TIME) return registration;
  // An unreadable one counts as expired.
  return { ...registration, expiresAt: time(written) ?? new Date(0) };
}

function printable(value: unknown): string | undefined {
  return typeof value === "string" && PRINTABLE_REGEXP.test(value) ? value : undefined;
}

/** Go omits a zero fraction. */
function goTime(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, "Z");
}

function time(value: unknown): Date | undefined {
  const [, seconds, fraction = "0", zone] = TIME_REGEXP.exec(typeof value === "string" ? value : "") ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const date = new Date(`${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`.toUpperCase());
  return Number.isNaN(date.getTime()) ? undefined : date;
}
