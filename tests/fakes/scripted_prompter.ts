import { CancelledError } from "../../src/domain/errors/errors.ts";
import type { Choice, Prompter, Question } from "../../src/ports/terminal.ts";

/** What a person does at a question: answers it, or leaves. */
export type Answer = string | "leave";

/** Nobody is at the terminal. Being asked all the same is a defect, and fails the test. */
export const NON_INTERACTIVE_PROMPTER: Prompter = {
  interactive: false,
  choose: () => Promise.reject(new Error("nobody is there to choose")),
  chooseSeveral: () => Promise.reject(new Error("nobody is there to choose")),
  ask: () => Promise.reject(new Error("nobody is there to answer")),
  tell: () => {
    throw new Error("nobody is there to be told");
  },
};

/** A person who answers in a given order. */
export class ScriptedPrompter implements Prompter {
  readonly interactive = true;
  /** Every question, in order. */
  readonly questions: string[] = [];
  /** What could be chosen, for each question that offered something. */
  readonly offered: (readonly Choice[])[] = [];
  /** What was wrong with answers, in order. */
  readonly faults: string[] = [];
  /** Everything the person was told. */
  told = "";
  readonly #answers: Answer[];

  constructor(...answers: Answer[]) {
    this.#answers = answers;
  }

  choose(question: string, choices: readonly Choice[]): Promise<string> {
    this.offered.push(choices);
    return this.#answer(question);
  }

  /** An answer may be several names, with commas. */
  async chooseSeveral(question: string, choices: readonly Choice[]): Promise<readonly string[]> {
    this.offered.push(choices);
    return (await this.#answer(question)).split(",");
  }

  async ask({ text, check }: Question, signal: AbortSignal): Promise<string> {
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.#answer(text);
      const fault = check?.(answer);
      if (fault === undefined) return answer;
      this.faults.push(fault);
    }
  }

  tell(text: string): void {
    this.told += text;
  }

  #answer(question: string): Promise<string> {
    this.questions.push(question);
    const answer = this.#answers.shift();
    if (answer === undefined) return Promise.reject(new Error(`no answer to: ${question}`));
    return answer === "leave" ? Promise.reject(new CancelledError("Cancelled")) : Promise.resolve(answer);
  }
}
