import { type Check, failureCheck } from "../../domain/doctor/check.ts";
import { clockCheck } from "../../domain/doctor/clock_check.ts";
import type { Clock, Deadlines, ServerClock } from "../../ports/time.ts";

/** Time limit for AWS, in milliseconds. */
const TIMEOUT_MS = 5000;

/** Whether this machine's clock agrees with that of AWS. If that cannot be determined, it is only a warning. */
export async function checkClock(
  { serverClock, clock, deadlines }: {
    readonly serverClock: ServerClock;
    readonly clock: Clock;
    readonly deadlines: Deadlines;
  },
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
