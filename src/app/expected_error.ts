import { AtmosEcrError, CancelledError } from "../domain/errors/errors.ts";

/** A failure that can be reported while the rest continues. Bugs and interruptions end everything: they are thrown again. */
export function asExpectedError(error: unknown): AtmosEcrError {
  if (!(error instanceof AtmosEcrError) || error instanceof CancelledError) throw error;
  return error;
}

/** For `catch`: nothing, instead of a failure that is reported elsewhere. */
export function reportedElsewhere(error: unknown): undefined {
  asExpectedError(error);
}
