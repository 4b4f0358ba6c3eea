/**
 * A cached token, its key, and its file: one JSON object.
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
import { asFields, parseFields } from "../files/json_fields.ts";
import type { KnownPrincipal } from "../identity/credentials.ts";
import { type Definition, definitionText } from "../identity/definition.ts";
import { parseHost, type Registry } from "../registry/registry.ts";
import { Secret } from "../secret.ts";
import {
  type ClockReading,
  decodeClockReading,
  encodeClockReading,
  endByClock,
  ownTime,
  setBackBetween,
  skewOf,
} from "../time/own_time.ts";
import type { EcrToken } from "./ecr_token.ts";

/** A token with the time of its issue. */
export interface CachedToken extends EcrToken {
  /** By this machine's clock. */
  readonly issuedAt: Date;
}

/** How an attempt to get a token failed, for the processes that waited for it. */
export interface SharedFailure {
  readonly at: Date;
  /** The code of the error. */
  readonly code: string;
  /** Safe to show, as every message of an {@linkcode AtmosEcrError}. */
  readonly message: string;
  readonly hint?: string;
}

/** The entry of a key in the cache. */
export interface CacheEntry {
  /** The host that the token was requested for. */
  readonly host: string;
  /** Its principal for display: an identity's name, or a word for other credentials. */
  readonly label: string;
  readonly token?: CachedToken;
  /** The principal of the token, if AWS reported it. */
  readonly principal?: KnownPrincipal;
  readonly failure?: SharedFailure;
}

/** Milliseconds that a token must remain valid to be returned if no new one is available. */
export const MIN_LEFT_MS = 60_000;

/** Milliseconds that a token may be from the future, because a clock was set, and still be used in an outage. */
const MAX_CLOCK_JUMP_MS = 5 * 60_000;

/** The maximum freshness in milliseconds if the definition does not fully determine the principal. */
const OPAQUE_FRESH_MS = 15 * 60_000;

/**
 * Whether a token can be returned without requesting a new one: for half of its lifetime.
 *
 * @param definition The definition under which the token was found.
 */
export function isFresh(
  { issuedAt, expiresAt }: CachedToken,
  now: Date,
  { opaque }: Pick<Definition, "opaque">,
): boolean {
  const ageMs = now.getTime() - issuedAt.getTime();
  const halfMs = (expiresAt.getTime() - issuedAt.getTime()) / 2;
  // Issued in the future: the clock was set back, and the age is unknown.
  return ageMs >= 0 && ageMs < (opaque ? Math.min(halfMs, OPAQUE_FRESH_MS) : halfMs);
}

/** Whether a token can be returned while AWS is unavailable. */
export function isUsable({ issuedAt, expiresAt }: CachedToken, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MIN_LEFT_MS &&
    issuedAt.getTime() - now.getTime() <= MAX_CLOCK_JUMP_MS;
}

/** The key of a cached token. */
export interface TokenKey {
  readonly registry: Registry;
  /** Everything that determines the token's principal. */
  readonly definition: Definition;
}

/** Changes whenever the meaning of the text changes, so that old files are never mistaken for new ones. */
const KEY_VERSION = "atmos-ecr token 2";

/**
 * The text whose SHA-256 names the cache entry: partition, account, region, service and principal. The plain and the dual-stack name of a
 * registry share an entry; a FIPS name does not, since tokens from another endpoint must not be used for it.
 */
export function tokenKeyText({ registry, definition }: TokenKey): string {
  const { partition, account = "", region, service, fips } = registry;
  return JSON.stringify([
    KEY_VERSION,
    partition,
    account,
    region,
    fips ? `${service}-fips` : service,
    definitionText(definition),
  ]);
}

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
    principal,
    token: token && {
      username: token.username,
      password: token.password.expose(),
      issued_at: token.issuedAt.toISOString(),
      expires_at: token.expiresAt.toISOString(),
      skew_ms: skewOf(token.expiresAt) || undefined,
      clock: clock && encodeClockReading(clock),
    },
    failure: failure && { ...failure, at: failure.at.toISOString() },
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
