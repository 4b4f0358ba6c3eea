import { ERROR_CODES, type ErrorCode } from "../errors/error_codes.ts";
import { AtmosEcrError } from "../errors/errors.ts";
import type { SharedFailure } from "./cache_entry.ts";

/**
 * AWS could not respond: the network, a timeout, HTTP 5xx, throttling, or something else responded, such as the login page of a guest
 * network. The caller's identity is not in doubt.
 */
const OUTAGE_CODES: readonly ErrorCode[] = ["AWS_UNREACHABLE", "AWS_THROTTLED", "AWS_RESPONSE_INVALID"];

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

/** A failure in a form that other processes can read. */
export function shareFailure({ code, message, hint }: AtmosEcrError, at: Date): SharedFailure {
  return { at, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** The error of another process; undefined for an unknown code. */
export function sharedError({ code, message, hint }: SharedFailure): AtmosEcrError | undefined {
  return isErrorCode(code) ? new AtmosEcrError(code, message, { hint }) : undefined;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
