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
