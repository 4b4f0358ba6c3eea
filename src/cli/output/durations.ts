import { formatTime } from "../../domain/time/own_time.ts";

/** The user may want to log in again if less than this is left: five minutes. */
const SOON_MS = 5 * 60_000;

/**
 * An earlier time is a marker, not a time: a revoked login is stored with an expiry in 1970. ECR was launched in December 2015, IAM in May
 * 2011.
 */
const FIRST_TIME_MS = Date.UTC(2011, 0);

/** The remaining time, as Docker and Atmos show it: `11h59m`, `4m`, `30s`; `now` if it is over. */
export function formatRemaining(until: Date, now: Date): string {
  const seconds = Math.floor((until.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return "now";
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}m`;
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
}

/** The expiry: `in 11h59m (2026-11-22 20:03 UTC)`, `expired (2026-11-22 20:03 UTC)`; `expired` if the time is a marker. */
export function formatExpiry(until: Date, now: Date): string {
  const short = formatShortExpiry(until, now);
  return isTime(until) ? `${short} (${formatTime(until)})` : short;
}

/** Whether an expiry is a time, as opposed to the marker of a revoked login. */
export function isTime(until: Date): boolean {
  return until.getTime() >= FIRST_TIME_MS;
}

/** The expiry without the time: `in 11h59m`, `expired`. */
export function formatShortExpiry(until: Date, now: Date): string {
  return until <= now ? "expired" : `in ${formatRemaining(until, now)}`;
}

/** Whether something has expired, or expires within five minutes. */
export function endsSoon(until: Date, now: Date): boolean {
  return until.getTime() - now.getTime() < SOON_MS;
}
