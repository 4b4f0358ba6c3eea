/**
 * Times by this machine's clock, which may be wrong and may be set: once it is, a stored time means another moment.
 *
 * @module
 */
import { asFields } from "../files/json_fields.ts";

/**
 * A time reported by AWS, converted to this machine's clock: compared and shown like any other date, but it also keeps AWS' time, for
 * shared files and JSON.
 */
export class OwnTime extends Date {
  /** How far this machine's clock was ahead of AWS' when the time was reported, in milliseconds; negative if it was behind. */
  readonly skewMs: number;

  /** @param aws The time by AWS' clock. */
  constructor(aws: Date, skewMs: number) {
    super(aws.getTime() + skewMs);
    this.skewMs = skewMs;
  }
}

/** How far this machine's clock was ahead when a time was reported: 0 if both agreed. */
export function skewOf(time: Date): number {
  return time instanceof OwnTime ? time.skewMs : 0;
}

/** A time by AWS' clock. */
export function awsTime(time: Date): Date {
  const skewMs = skewOf(time);
  return skewMs === 0 ? time : new Date(time.getTime() - skewMs);
}

/** A time by this machine's clock. @param skewMs How far that is ahead of AWS'. */
export function ownTime(aws: Date, skewMs: number): Date {
  return skewMs === 0 ? aws : new OwnTime(aws, skewMs);
}

/** A time of this machine's clock, with the same clock difference as another one. */
export function sameSkew(time: Date, other: Date): Date {
  const skewMs = skewOf(other);
  return ownTime(new Date(time.getTime() - skewMs), skewMs);
}

/** A time for JSON: by AWS' clock. */
export function awsTimeText(time: Date | undefined): string | null {
  return time === undefined ? null : awsTime(time).toISOString();
}

/** A time in minutes, for people: `2026-11-22 20:03 UTC`. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

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
  return { boot, boot_at_ms: bootAtMs };
}

/** Decodes what {@linkcode encodeClockReading} wrote; undefined for anything else. */
export function decodeClockReading(value: unknown): ClockReading | undefined {
  const { boot, boot_at_ms: bootAtMs } = asFields(value) ?? {};
  if (typeof bootAtMs !== "number" || !Number.isSafeInteger(bootAtMs)) return undefined;
  if (boot === undefined) return { bootAtMs };
  return typeof boot === "string" ? { boot, bootAtMs } : undefined;
}
