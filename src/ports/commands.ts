import type { Origin } from "../domain/config/origin.ts";

/** What a command left behind. */
export type CommandResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  /** It was stopped, or could not be started. */
  | { readonly kind: "failed"; readonly state: string };

/**
 * Runs a command line of a trusted file, with the whole environment and a limit of time and output.
 *
 * @param origin Where it is written: it runs in the directory of that file, otherwise in the working directory.
 */
export type Commands = (command: string, origin: Origin) => Promise<CommandResult>;
