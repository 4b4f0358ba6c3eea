import { EnvironmentError } from "../../domain/errors/errors.ts";
import { failureState } from "./failure_state.ts";
import { rightsHint } from "./rights_hint.ts";
import { systemHint } from "./system_states.ts";

/** Why a state file cannot be used, as the end of a sentence. @throws Bugs, unchanged. */
export function unusable(error: unknown): string {
  return `cannot be used: ${stateOf(error)}`;
}

/**
 * `STATE_UNUSABLE` for a state file that should have been removed.
 *
 * @param what What the file contains, with its path.
 * @throws Bugs, unchanged.
 */
export function unremovable(what: string, cause: unknown): EnvironmentError {
  return new EnvironmentError("STATE_UNUSABLE", `Cannot remove ${what}: ${stateOf(cause)}`, {
    hint: systemHint(cause) ?? `${rightsHint("the file and its directory")}, or remove the file by hand`,
    cause,
  });
}

function stateOf(error: unknown): string {
  const state = failureState(error);
  if (state === undefined) throw error;
  return state;
}
