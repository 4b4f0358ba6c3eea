import process from "node:process";
import { CancelledError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/environment.ts";
import type { Choice, Prompter, Question } from "../../ports/prompter.ts";
import { inContinuousIntegration } from "./continuous_integration.ts";
import type { LiveLines } from "./live_lines.ts";

/** Asks on standard error, so that standard output stays free for data. */
export class ClackPrompter implements Prompter {
  readonly interactive: boolean;

  readonly #live: LiveLines;

  /** @param live What else is on the screen. */
  constructor(environment: Environment, live: LiveLines) {
    this.#live = live;
    this.interactive = Deno.stdin.isTerminal() && Deno.stderr.isTerminal() &&
      !inContinuousIntegration(environment);
  }

  async choose(question: string, choices: readonly Choice[]): Promise<string> {
    // Only those who are asked pay for the library.
    const { autocomplete, isCancel } = await import("@clack/prompts");
    const options = {
      message: question,
      options: choices.map(({ name, detail }) => ({
        value: name,
        label: escapeText(name),
        ...(detail === undefined ? {} : { hint: escapeText(detail) }),
      })),
      maxItems: 10,
      output: screen(),
    };
    const answer = await this.#live.pausedFor(() => autocomplete<string>(options));
    if (isCancel(answer)) throw new CancelledError("Cancelled: nothing was chosen");
    return answer;
  }

  async ask({ text: message, hidden, check }: Question, signal: AbortSignal): Promise<string> {
    const { isCancel, password, text } = await import("@clack/prompts");
    const question = {
      message,
      validate: (answer: string | undefined) => check?.(answer ?? ""),
      output: screen(),
      signal,
    };
    const answer = await this.#live.pausedFor(() => hidden ? password(question) : text(question));
    signal.throwIfAborted();
    if (isCancel(answer)) throw new CancelledError("Cancelled: nothing was answered");
    return answer;
  }

  tell(text: string): void {
    this.#live.erase();
    process.stderr.write(text);
  }
}

/** Where the library draws. A terminal that does not know its size says 0, which the library would take at its word. */
function screen(): typeof process.stderr {
  const { stderr } = process;
  stderr.columns ||= 80;
  stderr.rows ||= 24;
  return stderr;
}
