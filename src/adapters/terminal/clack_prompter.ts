import type { WriteStream } from "node:tty";
import { CancelledError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/process.ts";
import type { Choice, Prompter, Question } from "../../ports/terminal.ts";
import { inContinuousIntegration } from "./continuous_integration.ts";
import type { LiveLines } from "./live_lines.ts";

/** As many are shown at once; the rest is scrolled to. */
const MAX_ITEMS = 10;

/** Of a terminal, in characters. */
const USUAL_SIZE = [["columns", 80], ["rows", 24]] as const;

/** Said when Enter is pressed while nothing matches the search. */
const NO_MATCH = "No matches: change the search";

const SEVERAL_HINT = "(Tab selects several)";

/** The choice of everything; no name begins with this character. */
const ALL = "\u0000all";

/** Asks on standard error, so that standard output stays free for data. */
export class ClackPrompter implements Prompter {
  readonly interactive: boolean;

  readonly #live: LiveLines;

  readonly #fit: (text: string) => string;

  /**
   * @param live What else is on the screen.
   * @param fit Breaks lines of words where the screen ends.
   */
  constructor(environment: Environment, live: LiveLines, fit: (text: string) => string) {
    this.#live = live;
    this.#fit = fit;
    this.interactive = Deno.stdin.isTerminal() && Deno.stderr.isTerminal() &&
      !inContinuousIntegration(environment);
  }

  async choose(question: string, choices: readonly Choice[]): Promise<string> {
    // Only those who are asked pay for the library.
    const { autocomplete, isCancel } = await import("@clack/prompts");
    const options = {
      message: safeLines(question),
      options: optionsOf(choices),
      maxItems: MAX_ITEMS,
      output: await screen(),
      // A search without a match leaves nothing to choose.
      validate: (value: string | string[] | undefined) => value === undefined ? NO_MATCH : undefined,
    };
    const answer = await this.#live.pausedFor(() => autocomplete<string>(options));
    if (isCancel(answer)) throw new CancelledError("Cancelled: nothing was chosen");
    return answer;
  }

  async chooseSeveral(question: string, choices: readonly Choice[]): Promise<readonly string[]> {
    const { autocompleteMultiselect, isCancel } = await import("@clack/prompts");
    const all = choices.length > 1 ? [{ value: ALL, label: `All ${choices.length}` }] : [];
    const listed = [...optionsOf(choices), ...all];
    const watched = new WeakSet<object>();
    const output = await screen();
    const answer = await this.#live.pausedFor(() =>
      autocompleteMultiselect<string>({
        message: `${safeLines(question)} ${SEVERAL_HINT}`,
        options(): typeof listed {
          if (!watched.has(this)) {
            watched.add(this);
            // Before the library's own listener: Enter takes what the cursor is on where nothing was selected.
            this.on("key", (_character, key) => {
              if (key.name !== "return") return;
              if (this.selectedValues.length === 0 && this.focusedValue !== undefined) {
                this.toggleSelected(this.focusedValue);
              }
              // The library says how many were selected.
              if (this.selectedValues.includes(ALL)) this.selectedValues = choices.map(({ name }) => name);
            });
          }
          return listed;
        },
        required: true,
        maxItems: MAX_ITEMS,
        output,
      })
    );
    if (isCancel(answer)) throw new CancelledError("Cancelled: nothing was chosen");
    return answer;
  }

  async ask({ text: message, hidden, check }: Question, signal: AbortSignal): Promise<string> {
    const { isCancel, password, text } = await import("@clack/prompts");
    const question = {
      message: safeLines(message),
      validate: (answer: string | undefined) => check?.(answer ?? ""),
      output: await screen(),
      signal,
    };
    const answer = await this.#live.pausedFor(() => hidden ? password(question) : text(question));
    signal.throwIfAborted();
    if (isCancel(answer)) throw new CancelledError("Cancelled: no answer was given");
    return answer;
  }

  tell(text: string): void {
    this.#live.erase();
    for (let rest = new TextEncoder().encode(this.#fit(safeLines(text))); rest.length > 0;) {
      rest = rest.subarray(Deno.stderr.writeSync(rest));
    }
  }
}

/** Lines that are safe for a terminal, whatever was put into them. */
function safeLines(text: string): string {
  return text.replaceAll(/[^\n]+/g, escapeText);
}

function optionsOf(choices: readonly Choice[]): { value: string; label: string; hint?: string }[] {
  return choices.map(({ name, detail }) => ({
    value: name,
    label: escapeText(name),
    ...(detail === undefined ? {} : { hint: escapeText(detail) }),
  }));
}

/** Where the library draws. A terminal that does not know its size says 0, which the library would take at its word. */
async function screen(): Promise<WriteStream> {
  // Only those who are asked pay for it, as for the library.
  const { stderr } = (await import("node:process")).default;
  for (const [name, usual] of USUAL_SIZE) {
    // It is only to be read.
    if (!stderr[name]) Object.defineProperty(stderr, name, { value: usual, configurable: true });
  }
  return stderr;
}
