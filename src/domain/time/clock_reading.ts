/**
 * The state of a machine's clock at one moment: once the clock is set, a stored time means another moment.
 *
 * @module
 */
import { asFields } from "../files/json_fields.ts";
import { awsTime, ownTime, skewOf } from "./own_time.ts";

/** A reading of the clock. */
export interface ClockReading {
  /** The system's id of this boot, if it has one. */
  readonly boot?: string;
  /** When the machine was started, by its current clock, in milliseconds since the epoch: it moves when the clock is set. */
  readonly bootAtMs: number;
}

/** The tolerated difference between readings in milliseconds: systems report their uptime in seconds, and clocks are slewed. */
const TOLERANCE_MS = 5_000;

/**
 * How far the clock was set back between two readings, in milliseconds; 0 if it was not, or was set forward, which makes stored times seem
 * older, never younger. Undefined if unknown: after another boot, or without a reading.
 */
export function setBackBetween(
  then: ClockReading | undefined,
  now: ClockReading | undefined,
): number | undefined {
  if (then === undefined || now === undefined || then.boot !== now.boot) return undefined;
  const backMs = then.bootAtMs - now.bootAtMs;
  // Without an id, another boot looks like a clock that was set.
  if (then.boot === undefined) return Math.abs(backMs) <= TOLERANCE_MS ? 0 : undefined;
  return backMs <= TOLERANCE_MS ? 0 : backMs;
}

/**
 * A stored expiry by the current clock. If it is unknown how the clock was set since, the earlier of both interpretations: an early expiry
 * costs a request, a late one returns an expired token.
 *
 * @param backMs See {@linkcode setBackBetween}.
 */
export function endByClock(end: Date, backMs: number | undefined): Date {
  if (backMs === undefined) return skewOf(end) > 0 ? awsTime(end) : end;
  return backMs === 0 ? end : ownTime(awsTime(end), skewOf(end) - backMs);
}

/** A reading as a JSON value. */
export function encodeClockReading({ boot, bootAtMs }: ClockReading): Record<string, unknown> {
  return { ...(boot === undefined ? {} : { boot }), boot_at_ms: bootAtMs };
}

/** Decodes what {@linkcode encodeClockReading} wrote; undefined for anything else. */
export function decodeClockReading(value: unknown): ClockReading | undefined {
  const { boot, boot_at_ms: bootAtMs } = asFields(value) ?? {};
  if (typeof bootAtMs !== "number" || !Number.isSafeInteger(bootAtMs)) return undefined;
  if (boot === undefined) return { bootAtMs };
  return typeof boot === "string" ? { boot, bootAtMs } : undefined;
}
