import type { Prompter } from "../../ports/terminal.ts";

/** There is nobody to ask: what needs a person says so instead. */
export const NOBODY: Prompter = {
  interactive: false,
  choose: () => Promise.reject(new TypeError("There is nobody to ask")),
  chooseSeveral: () => Promise.reject(new TypeError("There is nobody to ask")),
  ask: () => Promise.reject(new TypeError("There is nobody to ask")),
  tell: () => {},
};
