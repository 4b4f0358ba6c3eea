import { AwsError } from "../../../domain/errors/errors.ts";
import { describeSkew } from "../errors/clock_skew.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";
import { MAX_SKEW_MS } from "../transport/fault_kind.ts";
import type { CallTrace } from "../transport/transport.ts";

/**
 * Fails when something that AWS has just made looks ended because this machine's clock is ahead: without this the answer would be
 * blamed.
 *
 * @throws {AwsError} `AWS_CLOCK_SKEW`.
 */
export function requireTimely(
  expiresAt: Date | undefined,
  { call, now, trace }: { readonly call: CallWords; readonly now: Date; readonly trace: CallTrace },
): void {
  if (expiresAt === undefined || trace.serverTime === undefined) return;
  const skewMs = now.getTime() - trace.serverTime.getTime();
  if (expiresAt.getTime() > now.getTime() || skewMs <= MAX_SKEW_MS || expiresAt <= trace.serverTime) return;
  throw new AwsError("AWS_CLOCK_SKEW", `${opening(call)}: ${describeSkew(skewMs)}`, {
    hint: "Set this machine's clock, or turn on its time synchronisation",
  });
}
