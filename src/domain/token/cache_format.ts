import { asFields, parseFields } from "../files/json_fields.ts";
/**
 * The file of a cache entry: one JSON object.
 *
 * ```json
 * {
 *   "version": 2,
 *   "key": "<the file's name>",
 *   "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
 *   "label": "dev-admin",
 *   "principal": {"arn": "arn:aws:sts::123456789012:assumed-role/dev/me", "account": "123456789012"},
 *   "token": {"username": "AWS", "password": "…", "issued_at": "…Z", "expires_at": "…Z"},
 *   "failure": {"at": "…Z", "code": "AWS_DENIED", "message": "…", "hint": "…"}
 * }
 * ```
 *
 * Times are those of `Date.prototype.toISOString`, by the clock of the machine; `skew_ms` is how far it was ahead of AWS' at the time of
 * issue, and `clock` its state: `{"boot": "…", "boot_at_ms": …}`. `principal` and its fields, `token`, `failure` and `hint` may be absent.
 *
 * @module
 */
import { parseHost } from "../registry/parse_host.ts";
import { Secret } from "../secret.ts";
import type { KnownPrincipal } from "../identity/credentials.ts";
import type { CachedToken, CacheEntry, SharedFailure } from "./cache_entry.ts";
import {
  type ClockReading,
  decodeClockReading,
  encodeClockReading,
  endByClock,
  setBackBetween,
} from "../time/clock_reading.ts";
import { ownTime, skewOf } from "../time/own_time.ts";

/** The version of the format. Files with another version count as absent. */
const VERSION = 2;

const TIME_REGEXP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Docker sends both on one line of a header. */
const PRINTABLE_REGEXP = /^[\x20-\x7e]+$/;

/**
 * The text of an entry's file.
 *
 * @param key The name of the file, which the text repeats.
 * @param clock The state of the clock of these times.
 */
export function encodeCacheEntry(
  key: string,
  { host, label, principal, token, failure }: CacheEntry,
  clock?: ClockReading,
): string {
  const fields = {
    version: VERSION,
    key,
    host,
    label,
    ...(principal === undefined ? {} : { principal }),
    ...(token === undefined ? {} : {
      token: {
        username: token.username,
        password: token.password.expose(),
        issued_at: token.issuedAt.toISOString(),
        expires_at: token.expiresAt.toISOString(),
        ...(skewOf(token.expiresAt) === 0 ? {} : { skew_ms: skewOf(token.expiresAt) }),
        ...(clock === undefined ? {} : { clock: encodeClockReading(clock) }),
      },
    }),
    ...(failure === undefined ? {} : { failure: { ...failure, at: failure.at.toISOString() } }),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/**
 * Decodes what {@linkcode encodeCacheEntry} wrote for this key. Undefined for anything else: damaged, foreign, or for another key.
 *
 * @param clock The current state of the clock, to which the token's times are converted.
 */
export function decodeCacheEntry(key: string, text: string, clock?: ClockReading): CacheEntry | undefined {
  const fields = parseFields(text);
  const { version, key: written, host, label, principal: known, token, failure } = fields ?? {};
  if (version !== VERSION || written !== key || typeof label !== "string") return undefined;
  if (typeof host !== "string" || parseHost(host) === undefined) return undefined;
  const decodedToken = token === undefined ? undefined : decodeToken(token, clock);
  const decodedFailure = failure === undefined ? undefined : decodeFailure(failure);
  if (token !== undefined && decodedToken === undefined) return undefined;
  if (failure !== undefined && decodedFailure === undefined) return undefined;
  const principal = known === undefined ? undefined : decodePrincipal(known);
  if (known !== undefined && principal === undefined) return undefined;
  return {
    host,
    label,
    ...(principal === undefined ? {} : { principal }),
    ...(decodedToken === undefined ? {} : { token: decodedToken }),
    ...(decodedFailure === undefined ? {} : { failure: decodedFailure }),
  };
}

function decodeToken(value: unknown, now: ClockReading | undefined): CachedToken | undefined {
  const { username, password, issued_at, expires_at, skew_ms = 0, clock: written } = asFields(value) ?? {};
  const issuedAt = time(issued_at);
  const expiresAt = time(expires_at);
  if (!isPrintable(username) || !isPrintable(password) || username.includes(":")) return undefined;
  if (issuedAt === undefined || expiresAt === undefined || expiresAt <= issuedAt) return undefined;
  if (typeof skew_ms !== "number" || !Number.isSafeInteger(skew_ms)) return undefined;
  const aws = new Date(expiresAt.getTime() - skew_ms);
  if (Number.isNaN(aws.getTime())) return undefined;
  const backMs = setBackBetween(decodeClockReading(written), now);
  return {
    username,
    password: new Secret(password),
    issuedAt: backMs === undefined ? issuedAt : new Date(issuedAt.getTime() - backMs),
    expiresAt: endByClock(ownTime(aws, skew_ms), backMs),
  };
}

function decodePrincipal(value: unknown): KnownPrincipal | undefined {
  const fields = asFields(value);
  const { arn, account } = fields ?? {};
  if (fields === undefined || !isOptionalPrintable(arn) || !isOptionalPrintable(account)) return undefined;
  return { ...(arn === undefined ? {} : { arn }), ...(account === undefined ? {} : { account }) };
}

function decodeFailure(value: unknown): SharedFailure | undefined {
  const { at: written, code, message, hint } = asFields(value) ?? {};
  const at = time(written);
  if (at === undefined || typeof message !== "string" || typeof code !== "string") return undefined;
  if (hint === undefined) return { at, code, message };
  return typeof hint === "string" ? { at, code, message, hint } : undefined;
}

function isPrintable(value: unknown): value is string {
  return typeof value === "string" && PRINTABLE_REGEXP.test(value);
}

function isOptionalPrintable(value: unknown): value is string | undefined {
  return value === undefined || isPrintable(value);
}

function time(value: unknown): Date | undefined {
  if (typeof value !== "string" || !TIME_REGEXP.test(value)) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
