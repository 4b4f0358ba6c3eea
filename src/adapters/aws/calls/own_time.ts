import { MAX_SKEW_MS } from "../transport/fault_kind.ts";
import type { CallTrace } from "../transport/transport.ts";
import { ownTime } from "../../../domain/time/own_time.ts";

/**
 * The expiry of something that AWS has just issued, by this machine's clock, with which it will be compared: by AWS' clock, a token would
 * be used long after its expiry, or never. Differences that AWS tolerates are ignored.
 *
 * @param expiresAt By AWS' clock.
 * @param options.now The time of the reply by this machine's clock.
 */
export function inOwnTime(
  expiresAt: Date,
  { now, trace: { serverTime } }: { readonly now: Date; readonly trace: CallTrace },
): Date {
  if (serverTime === undefined) return expiresAt;
  const skewMs = now.getTime() - serverTime.getTime();
  return Math.abs(skewMs) <= MAX_SKEW_MS ? expiresAt : ownTime(expiresAt, skewMs);
}
