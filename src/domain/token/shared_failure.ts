import { ERROR_CODES, type ErrorCode } from "../errors/error_codes.ts";
import { AtmosEcrError } from "../errors/errors.ts";
import type { SharedFailure } from "./cache_entry.ts";

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
