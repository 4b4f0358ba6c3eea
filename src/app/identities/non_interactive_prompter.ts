import type { Prompter } from "../../ports/terminal.ts";

/** For processes without an interactive terminal: operations that need a prompt fail instead. */
export const NON_INTERACTIVE_PROMPTER: Prompter = {
  interactive: false,
  choose: () => Promise.reject(new TypeError("No interactive terminal is available")),
  chooseSeveral: () => Promise.reject(new TypeError("No interactive terminal is available")),
  ask: () => Promise.reject(new TypeError("No interactive terminal is available")),
  tell: () => {},
};
