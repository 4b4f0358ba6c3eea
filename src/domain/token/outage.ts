import { AtmosEcrError } from "../errors/errors.ts";
import type { ErrorCode } from "../errors/error_codes.ts";

/** AWS could not respond: the network, a timeout, HTTP 5xx, throttling. The caller's identity is not in doubt. */
const OUTAGE_CODES: readonly ErrorCode[] = ["AWS_UNREACHABLE", "AWS_THROTTLED"];

/** AWS responded, and denied the caller. */
const DENIAL_CODES: readonly ErrorCode[] = ["AWS_DENIED", "AWS_CREDENTIALS_EXPIRED"];

/** Whether a valid cached token may be used instead of the one that could not be requested. */
export function isOutage(error: unknown): error is AtmosEcrError {
  return error instanceof AtmosEcrError && OUTAGE_CODES.includes(error.code);
}

/** Whether tokens of the same principal must no longer be returned, whatever happens later. */
export function isDenial(error: unknown): error is AtmosEcrError {
  return error instanceof AtmosEcrError && DENIAL_CODES.includes(error.code);
}
