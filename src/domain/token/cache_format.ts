/**
 * The file of a cache entry: one JSON object.
 *
 * ```json
 * {
 *   "version": 1,
 *   "key": "<the file's name>",
 *   "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
 *   "principal": "dev-admin",
 *   "token": {"username": "AWS", "password": "…", "issued_at": "…Z", "expires_at": "…Z"},
 *   "failure": {"at": "…Z", "code": "AWS_DENIED", "message": "…", "hint": "…"}
 * }
 * ```
 *
 * Times are those of `Date.prototype.toISOString`. `token`, `failure` and `hint` may be absent.
 *
 * @module
 */
import { parseHost } from "../registry/parse_host.ts";
import { Secret } from "../secret.ts";
import type { CachedToken, CacheEntry, SharedFailure } from "./cache_entry.ts";

/** The version of the format. A file of another one counts as absent. */
const VERSION = 1;

const TIME_REGEXP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Docker carries both on one line of a header. */
const PRINTABLE_REGEXP = /^[\x20-\x7e]+$/;

type Fields = Readonly<Record<string, unknown>>;

/** The text of an entry's file. @param key The name of the file, which the text repeats. */
export function encodeCacheEntry(key: string, { host, principal, token, failure }: CacheEntry): string {
  const fields = {
    version: VERSION,
    key,
    host,
    principal,
    ...(token === undefined ? {} : {
      token: {
        username: token.username,
        password: token.password.expose(),
        issued_at: token.issuedAt.toISOString(),
        expires_at: token.expiresAt.toISOString(),
      },
    }),
    ...(failure === undefined ? {} : { failure: { ...failure, at: failure.at.toISOString() } }),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** Reads what {@linkcode encodeCacheEntry} wrote for this key. Undefined for anything else: damaged, foreign, another key's. */
export function decodeCacheEntry(key: string, text: string): CacheEntry | undefined {
  const fields = asFields(parseJson(text));
  const { version, key: written, host, principal, token, failure } = fields ?? {};
  if (version !== VERSION || written !== key || typeof principal !== "string") return undefined;
  if (typeof host !== "string" || parseHost(host) === undefined) return undefined;
  const decodedToken = token === undefined ? undefined : decodeToken(token);
  const decodedFailure = failure === undefined ? undefined : decodeFailure(failure);
  if (token !== undefined && decodedToken === undefined) return undefined;
  if (failure !== undefined && decodedFailure === undefined) return undefined;
  return {
    host,
    principal,
    ...(decodedToken === undefined ? {} : { token: decodedToken }),
    ...(decodedFailure === undefined ? {} : { failure: decodedFailure }),
  };
}

function decodeToken(value: unknown): CachedToken | undefined {
  const { username, password, issued_at, expires_at } = asFields(value) ?? {};
  const issuedAt = time(issued_at);
  const expiresAt = time(expires_at);
  if (!isPrintable(username) || !isPrintable(password) || username.includes(":")) return undefined;
  if (issuedAt === undefined || expiresAt === undefined || expiresAt <= issuedAt) return undefined;
  return { username, password: new Secret(password), issuedAt, expiresAt };
}

function decodeFailure(value: unknown): SharedFailure | undefined {
  const { at: written, code, message, hint } = asFields(value) ?? {};
  const at = time(written);
  if (at === undefined || typeof message !== "string" || typeof code !== "string") return undefined;
  if (hint === undefined) return { at, code, message };
  return typeof hint === "string" ? { at, code, message, hint } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function isPrintable(value: unknown): value is string {
  return typeof value === "string" && PRINTABLE_REGEXP.test(value);
}

function time(value: unknown): Date | undefined {
  if (typeof value !== "string" || !TIME_REGEXP.test(value)) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
