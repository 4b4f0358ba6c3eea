import { type Check, fail, failureCheck, ok } from "../../domain/doctor/check.ts";
import type { AppContext } from "../../ports/context.ts";

/** Time limit for AWS, in milliseconds. */
const TIMEOUT_MS = 5000;

/** Whether this machine's clock agrees with that of AWS. If that cannot be determined, it is only a warning. */
export async function checkClock(
  { serverClock, clock, deadlines }: Pick<AppContext, "serverClock" | "clock" | "deadlines">,
): Promise<Check> {
  using deadline = deadlines(TIMEOUT_MS);
  try {
    const before = clock().getTime();
    const { time, host } = await serverClock.now({ signal: deadline.signal });
    const middle = (before + clock().getTime()) / 2;
    return clockCheck(middle - time.getTime(), host);
  } catch (error) {
    return { ...failureCheck("clock", error), status: "warn" };
  }
}

/**
 * The tolerated clock difference in milliseconds. AWS rejects signatures that are 5 minutes off.
 *
 * Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const MAX_SKEW_MS = 4 * 60_000;

/** Whether this machine's clock agrees with that of AWS. @param skewMs How far it is ahead. */
export function clockCheck(skewMs: number, host: string): Check {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const off = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  if (Math.abs(skewMs) <= MAX_SKEW_MS) {
    return ok("clock", `This machine's clock differs from that of ${host} by ${off}`);
  }
  return fail(
    "clock",
    `This machine's clock is ${off} ${
      skewMs > 0 ? "ahead of" : "behind"
    } that of ${host}: AWS refuses requests`,
    "Set this machine's clock, or enable time synchronization",
  );
}
