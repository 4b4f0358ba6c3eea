import { AtmosEcrError, CancelledError } from "../domain/errors/errors.ts";

/** A failure that can be told of while the rest goes on. A defect and an interruption end everything: they are thrown on. */
export function asExpectedError(error: unknown): AtmosEcrError {
  if (!(error instanceof AtmosEcrError) || error instanceof CancelledError) throw error;
  return error;
}
