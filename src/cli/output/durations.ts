/** Below it, somebody may want to log in again: five minutes. */
const SOON_MS = 5 * 60_000;

/**
 * Before it, a time is a mark and not a time: a login that was revoked is kept as one that ended in 1970. ECR opened in December 2015,
 * IAM in May 2011.
 */
const FIRST_TIME_MS = Date.UTC(2011, 0);

/** A remaining time as Docker and Atmos users read it: `11h59m`, `4m`, `30s`; `now` when it is over. */
export function formatRemaining(until: Date, now: Date): string {
  const seconds = Math.floor((until.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return "now";
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}m`;
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
}

/** A time, by the minute: `2026-11-22 20:03 UTC`. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** When something ends: `in 11h59m (2026-11-22 20:03 UTC)`, `expired (2026-11-22 20:03 UTC)`; `expired` where the time says nothing. */
export function formatExpiry(until: Date, now: Date): string {
  const short = formatShortExpiry(until, now);
  return isTime(until) ? `${short} (${formatTime(until)})` : short;
}

/** Whether an end is a time, and not the mark of a login that was revoked. */
export function isTime(until: Date): boolean {
  return until.getTime() >= FIRST_TIME_MS;
}

/** The same without the time: `in 11h59m`, `expired`. */
export function formatShortExpiry(until: Date, now: Date): string {
  return until <= now ? "expired" : `in ${formatRemaining(until, now)}`;
}

/** Whether something has ended, or ends within five minutes. */
export function endsSoon(until: Date, now: Date): boolean {
  return until.getTime() - now.getTime() < SOON_MS;
}
