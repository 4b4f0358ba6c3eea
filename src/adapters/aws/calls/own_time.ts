import { MAX_SKEW_MS } from "../transport/fault_kind.ts";
import type { CallTrace } from "../transport/transport.ts";
import { ownTime } from "../../../domain/time/own_time.ts";

/**
 * The end of something that AWS has just made, by this machine's clock: what is kept is compared with that clock, and by AWS' a token
 * would be handed out long after its end, or never. Differences that AWS tolerates are left alone.
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
