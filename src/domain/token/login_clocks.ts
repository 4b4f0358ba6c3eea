import { asFields, parseFields } from "../files/json_fields.ts";
import { type ClockReading, decodeClockReading, encodeClockReading } from "../time/own_time.ts";
/**
 * Logins that were made while this machine's clock differed from AWS'.
 *
 * @module
 */

/** A login in Docker's configuration. */
export interface LoginClock {
  /** The SHA-256 of the password, in hexadecimal digits. */
  readonly login: string;
  /** By this machine's clock. */
  readonly at: Date;
  /** How far that clock was ahead, in milliseconds; negative if it was behind. */
  readonly skewMs: number;
  /** The state of that clock, if the system told. */
  readonly clock?: ClockReading;
}

/** As many logins as a machine may have; older ones are dropped. */
const MAX_ENTRIES = 200;

const DIGEST_REGEXP = /^[0-9a-f]{64}$/;

/** The text of the file, newest first. */
export function encodeLoginClocks(clocks: readonly LoginClock[]): string {
  const logins = clocks.slice(0, MAX_ENTRIES).map(({ login, at, skewMs, clock }) => ({
    login,
    at: at.toISOString(),
    skew_ms: skewMs,
    clock: clock && encodeClockReading(clock),
  }));
  return `${JSON.stringify({ version: 1, logins }, null, 2)}\n`;
}

/** Decodes the file. Invalid entries are skipped, and an invalid file has none. */
export function decodeLoginClocks(text: string): LoginClock[] {
  const { logins } = parseFields(text) ?? {};
  if (!Array.isArray(logins)) return [];
  return logins.flatMap((entry: unknown) => {
    const { login, at, skew_ms: skewMs, clock } = asFields(entry) ?? {};
    const time = new Date(typeof at === "string" ? at : "");
    if (typeof login !== "string" || !DIGEST_REGEXP.test(login) || Number.isNaN(time.getTime())) return [];
    if (typeof skewMs !== "number" || !Number.isSafeInteger(skewMs)) return [];
    const reading = decodeClockReading(clock);
    return [{ login, at: time, skewMs, ...(reading === undefined ? {} : { clock: reading }) }];
  });
}
