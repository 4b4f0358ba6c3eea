/**
 * How a machine's clock stood at one moment: a time that was kept by it means another moment once the clock is set.
 *
 * @module
 */
import { asFields } from "../files/json_fields.ts";
import { awsTime, ownTime, skewOf } from "./own_time.ts";

/** A reading of the clock. */
export interface ClockReading {
  /** The system's name of this boot, where it has one. */
  readonly boot?: string;
  /** When the machine was started, by its clock now, in milliseconds since the epoch: it moves with the clock when that is set. */
  readonly bootAtMs: number;
}

/** Milliseconds that readings may be apart while nothing happened: systems tell their uptime in seconds, and clocks are slewed. */
const TOLERANCE_MS = 5_000;

/**
 * How far the clock was set back between two readings, in milliseconds; 0 where it was not, or was set forward, which makes what is kept
 * seem older, and never younger. Undefined where that cannot be told: after another boot, or without a reading.
 */
export function setBackBetween(
  then: ClockReading | undefined,
  now: ClockReading | undefined,
): number | undefined {
  if (then === undefined || now === undefined || then.boot !== now.boot) return undefined;
  const backMs = then.bootAtMs - now.bootAtMs;
  // Without a name, another boot looks like a clock that was set.
  if (then.boot === undefined) return Math.abs(backMs) <= TOLERANCE_MS ? 0 : undefined;
  return backMs <= TOLERANCE_MS ? 0 : backMs;
}

/**
 * An end by the clock of now, which was kept by the clock of then. Where nobody knows how the clock was set since, the earlier one of both
 * readings: an end that comes too early costs a request, one that comes too late hands out what has ended.
 *
 * @param backMs See {@linkcode setBackBetween}.
 */
export function endByClock(end: Date, backMs: number | undefined): Date {
  if (backMs === undefined) return skewOf(end) > 0 ? awsTime(end) : end;
  return backMs === 0 ? end : ownTime(awsTime(end), skewOf(end) - backMs);
}

/** A reading as a value for JSON. */
export function encodeClockReading({ boot, bootAtMs }: ClockReading): Record<string, unknown> {
  return { ...(boot === undefined ? {} : { boot }), boot_at_ms: bootAtMs };
}

/** Reads what {@linkcode encodeClockReading} wrote; undefined for anything else. */
export function decodeClockReading(value: unknown): ClockReading | undefined {
  const { boot, boot_at_ms: bootAtMs } = asFields(value) ?? {};
  if (typeof bootAtMs !== "number" || !Number.isSafeInteger(bootAtMs)) return undefined;
  if (boot === undefined) return { bootAtMs };
  return typeof boot === "string" ? { boot, bootAtMs } : undefined;
}
