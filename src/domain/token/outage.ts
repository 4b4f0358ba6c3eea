import { AtmosEcrError } from "../errors/errors.ts";
import type { ErrorCode } from "../errors/error_codes.ts";

/** AWS could not answer: the network, a timeout, HTTP 5xx, throttling. Who asks is not in doubt. */
const OUTAGE_CODES: readonly ErrorCode[] = ["AWS_UNREACHABLE", "AWS_THROTTLED"];

/** AWS answered, and said no to whoever asked. */
const DENIAL_CODES: readonly ErrorCode[] = ["AWS_DENIED", "AWS_CREDENTIALS_EXPIRED"];

/** Whether a token that is still good may stand in for the one that could not be had. */
export function isOutage(error: unknown): error is AtmosEcrError {
  return error instanceof AtmosEcrError && OUTAGE_CODES.includes(error.code);
}

/** Whether a token of the same principal must not be handed out any more, whatever comes later. */
export function isDenial(error: unknown): error is AtmosEcrError {
  return error instanceof AtmosEcrError && DENIAL_CODES.includes(error.code);
}
