import type { AutocompletePrompt, State, TextPrompt } from "@clack/core";
import type { WriteStream } from "node:tty";
import { CancelledError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/process.ts";
import type { Choice, Prompter, Question } from "../../ports/terminal.ts";
import { writeErr } from "../fs/standard_streams.ts";
import { inContinuousIntegration } from "./continuous_integration.ts";
import type { LiveLines } from "./live_lines.ts";
import { pickerFrame, type PickerOption, textFrame } from "./prompt_frames.ts";
import { PromptLook, type PromptState, type Wrap } from "./prompt_look.ts";
import { suspendOnRequest } from "./suspension.ts";

/** The choice of all items; no name starts with this character. */
const ALL = "\u0000all";

/** Wraps what is longer than a line of the screen. */
export interface ScreenFit {
  /** Wraps lines between words. */
  readonly lines: (text: string) => string;
  readonly words: Wrap;
}

/** Prompts on standard error, so that standard output contains only data. */
export class ClackPrompter implements Prompter {
  readonly interactive: boolean;
  readonly #environment: Environment;
  readonly #live: LiveLines;
  readonly #fit: ScreenFit;
  readonly #interrupted: AbortSignal;

  /**
   * @param live Other content on the screen.
   * @param interrupted Ends every prompt: a program that waits for an answer does not get signals otherwise.
   */
  constructor(environment: Environment, live: LiveLines, fit: ScreenFit, interrupted: AbortSignal) {
    this.#interrupted = interrupted;
    this.#environment = environment;
    this.#live = live;
    this.#fit = fit;
    this.interactive = Deno.stdin.isTerminal() && Deno.stderr.isTerminal() &&
      !inContinuousIntegration(environment);
  }

  async choose(question: string, choices: readonly Choice[]): Promise<string> {
    const [chosen = ""] = await this.#pick(question, optionsOf(choices), false);
    return chosen;
  }

  async chooseSeveral(question: string, choices: readonly Choice[]): Promise<readonly string[]> {
    const all = choices.length > 1 ? [{ value: ALL, label: `All ${choices.length}` }] : [];
    return await this.#pick(question, [...optionsOf(choices), ...all], true);
  }

  async ask({ text: message, hidden, check }: Question, ended: AbortSignal): Promise<string> {
    // Loaded on the first prompt.
    const { isCancel, ...prompts } = await import("@clack/core");
    const output = await screen();
    const signal = AbortSignal.any([ended, this.#interrupted]);
    const look = this.#look(output);
    const question = safeLines(message);
    const options = {
      output,
      signal,
      validate: (answer: string | undefined) => check?.(answer ?? ""),
      render(this: Omit<TextPrompt, "prompt">): string {
        const { state, error, userInput, cursor } = this;
        const typed = hidden ? look.marks.mask.repeat(userInput.length) : userInput;
        return textFrame({ state: promptState(state), question, error, typed, caret: cursor }, look);
      },
    };
    const prompt = hidden ? new prompts.PasswordPrompt(options) : new prompts.TextPrompt(options);
    const answer = await this.#answer(prompt, output);
    signal.throwIfAborted();
    if (isCancel(answer)) throw new CancelledError("Cancelled: no answer was given");
    return answer ?? "";
  }

  /** Prompts for one or several of some options. @returns Their values. */
  async #pick(
    question: string,
    options: readonly PickerOption[],
    several: boolean,
  ): Promise<readonly string[]> {
    const { isCancel, ...prompts } = await import("@clack/core");
    const output = await screen();
    const look = this.#look(output);
    const safeQuestion = safeLines(question);
    const prompt = new prompts.AutocompletePrompt<PickerOption>({
      options: [...options],
      multiple: several,
      output,
      signal: this.#interrupted,
      filter: (typed, { label, hint = "" }) => `${label} ${hint}`.toLowerCase().includes(typed.toLowerCase()),
      validate: (value) =>
        value === undefined || value.length === 0 ? "No matches: change the filter" : undefined,
      render(): string {
        const { state, error, userInput, filteredOptions, cursor, selectedValues } = this;
        return pickerFrame({
          state: promptState(state),
          question: safeQuestion,
          error,
          several,
          filter: userInput,
          total: options.length,
          options: filteredOptions,
          cursor,
          chosen: selectedValues.flatMap((one) => options.find(({ value }) => value === one) ?? []),
          rows: output.rows,
        }, look);
      },
    });
    if (several) prompt.on("key", (_character, key) => key.name === "return" && complete(prompt, options));
    const answer = await this.#answer(prompt, output);
    this.#interrupted.throwIfAborted();
    if (isCancel(answer) || answer === undefined) throw new CancelledError("Cancelled: nothing was selected");
    return [answer].flat();
  }

  /** Shows a prompt until it has an answer. */
  #answer<T>(prompt: { prompt(): Promise<T> }, output: WriteStream): Promise<T> {
    return this.#live.pausedFor(() => {
      const answer = prompt.prompt();
      suspendOnRequest(prompt, output);
      return answer;
    });
  }

  #look(output: WriteStream): PromptLook {
    return new PromptLook(this.#environment, this.#fit.words, () => output.columns);
  }

  tell(text: string): void {
    this.#live.erase();
    writeErr(this.#fit.lines(safeLines(text)));
  }
}

/** Makes the selection the answer: the item at the cursor if nothing is selected, and all items for the choice of all. */
function complete(prompt: AutocompletePrompt<PickerOption>, options: readonly PickerOption[]): void {
  if (prompt.selectedValues.length === 0 && prompt.focusedValue !== undefined) {
    prompt.toggleSelected(prompt.focusedValue);
  }
  if (prompt.selectedValues.includes(ALL)) {
    prompt.selectedValues = options.map(({ value }) => value).filter((value) => value !== ALL);
  }
  prompt.value = prompt.selectedValues;
}

function safeLines(text: string): string {
  return text.replaceAll(/[^\n]+/g, escapeText);
}

function promptState(state: State): PromptState {
  return state === "initial" || state === "validating" ? "active" : state;
}

function optionsOf(choices: readonly Choice[]): PickerOption[] {
  return choices.map(({ name, detail }) => ({
    value: name,
    label: escapeText(name),
    ...(detail === undefined ? {} : { hint: escapeText(detail) }),
  }));
}

/** Where the library draws. A terminal with an unknown size reports 0, which the library would use. */
async function screen(): Promise<WriteStream> {
  // Loaded on the first prompt, like the library.
  const { stderr } = (await import("node:process")).default;
  for (const [name, size] of [["columns", 80], ["rows", 24]] as const) {
    // Read-only.
    if (!stderr[name]) Object.defineProperty(stderr, name, { value: size, configurable: true });
  }
  return stderr;
}
