/**
 * A time of AWS by this machine's clock, where the two are apart: compared and shown as any other date, it still knows what AWS said, for
 * files that others read and for JSON.
 */
export class OwnTime extends Date {
  /** How far this machine's clock was ahead of AWS' when AWS told the time, in milliseconds; negative where it was behind. */
  readonly skewMs: number;

  /** @param aws The time by AWS' clock. */
  constructor(aws: Date, skewMs: number) {
    super(aws.getTime() + skewMs);
    this.skewMs = skewMs;
  }
}

/** How far this machine's clock was ahead when a time was told: 0 where both agreed. */
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

/** A time of this machine's clock, which was as far ahead as when the other one was told. */
export function sameSkew(time: Date, other: Date): Date {
  const skewMs = skewOf(other);
  return ownTime(new Date(time.getTime() - skewMs), skewMs);
}

/** A time as JSON has it: by AWS' clock. */
export function awsTimeText(time: Date | undefined): string | null {
  return time === undefined ? null : awsTime(time).toISOString();
}
