import type { PromptLook, PromptState } from "./prompt_look.ts";

/** A prompt for text, and what was typed so far. Everything in it is safe for a terminal. */
export interface TextView {
  readonly state: PromptState;
  readonly question: string;
  /** What is wrong with the answer. */
  readonly error: string;
  /** As shown: a secret is already hidden. */
  readonly typed: string;
  /** The position of the next character. */
  readonly caret: number;
}

/** The text of a prompt. */
export function textFrame({ state, question, error, typed, caret }: TextView, look: PromptLook): string {
  const dim = (line: string): string => look.paint("dim", line);
  switch (state) {
    case "submit":
      return look.frame(state, question, {
        body: typed === "" ? [] : look.lines(state, typed, { painted: dim }),
      });
    case "cancel":
      return look.frame(state, question, { body: [] });
    default: {
      const line = `${typed.slice(0, caret)}${look.marks.caret}${typed.slice(caret)}`;
      const faults = state === "error"
        ? look.lines(state, error, { painted: (fault) => look.paint("yellow", fault) })
        : [];
      return look.frame(state, question, { body: [...look.lines(state, line), ...faults] });
    }
  }
}
