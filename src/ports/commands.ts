/** What a command left behind. */
export type CommandResult =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string }
  /** It was stopped, or could not be started. */
  | { readonly kind: "failed"; readonly state: string };

/** Runs a command line of a trusted file in the working directory, with the whole environment and a limit of time and output. */
export type Commands = (command: string) => Promise<CommandResult>;
