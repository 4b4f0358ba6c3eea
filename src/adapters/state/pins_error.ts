import { AtmosEcrError, EnvironmentError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { failureState } from "../fs/failure_state.ts";

/** The error of pins that cannot be read, trusted or written. @param state What is wrong, as the end of a sentence. */
export function unusablePins(path: string, state: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError(
    "STATE_UNUSABLE",
    `Cannot use the pinned registries in "${escapeText(path)}": ${state}`,
    {
      hint:
        "Check its owner and mode, or remove it and pin the registries anew with `atmos-ecr docker install`",
      cause,
    },
  );
}

/** Puts a failure of the file system into words. Anything else is returned as it is. */
export function toPinsError(path: string, error: unknown): unknown {
  if (error instanceof AtmosEcrError) return error;
  const state = failureState(error);
  return state === undefined ? error : unusablePins(path, state, error);
}
