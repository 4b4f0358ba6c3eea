import { writeSync } from "node:fs";
// Not the global ones, which give a number before Deno 2.7.
import { clearInterval, setInterval } from "node:timers";
import { styleText } from "node:util";
import type { Environment } from "../../ports/process.ts";
import type { Progress, ProgressLines } from "../../ports/terminal.ts";
import { wantsColour } from "./colour.ts";
import { inContinuousIntegration } from "./continuous_integration.ts";

/** One of them at a time. Reference: the spinner `dots` of https://github.com/sindresorhus/cli-spinners */
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** What is over sooner is not worth a look. */
const DELAY_MS = 300;

const FRAME_MS = 80;

/** Beyond it the rest is counted. */
const MAX_LINES = 10;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
/** A line that is too wide is cut off: wrapped, it would be two, and not be found again. */
const NO_WRAP = "\u001b[?7l";
const WRAP = "\u001b[?7h";
const ERASE_BELOW = "\u001b[J";

type State = "running" | "ok" | "failed";

/**
 * Lines on standard error that change while work goes on, where that is a terminal and no CI job. Whoever else writes to the terminal
 * pauses them before.
 */
export class LiveLines implements Progress {
  readonly #enabled: boolean;
  readonly #colour: boolean;
  #states: Map<string, State> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #frame = 0;
  /** How many lines are on the screen. */
  #drawn = 0;
  #pauses = 0;

  constructor(environment: Environment) {
    const terminal = Deno.stderr.isTerminal();
    this.#enabled = terminal && environment.get("TERM") !== "dumb" && !inContinuousIntegration(environment);
    this.#colour = wantsColour(environment, terminal);
  }

  show(names: readonly string[]): ProgressLines {
    const states = new Map(names.map((name): [string, State] => [name, "running"]));
    if (this.#enabled) {
      this.#states = states;
      this.#timer = setInterval(() => this.#tick(), FRAME_MS);
      // It must not keep the program running.
      this.#timer.unref();
    }
    return {
      end: (name, result) => void states.set(name, result),
      [Symbol.dispose]: () => {
        clearInterval(this.#timer);
        this.#states = undefined;
        this.erase();
        this.#frame = 0;
      },
    };
  }

  /** Takes the lines off the screen for as long as somebody else has it. */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    this.erase();
    this.#pauses++;
    try {
      return await work();
    } finally {
      this.#pauses--;
    }
  }

  /** Takes the lines off the screen, and shows the cursor again. Waits for nothing. */
  erase(): void {
    if (this.#drawn === 0) return;
    this.#write(`${upwards(this.#drawn)}${ERASE_BELOW}${SHOW_CURSOR}`);
    this.#drawn = 0;
  }

  #tick(): void {
    this.#frame++;
    if (this.#states === undefined || this.#pauses > 0 || this.#frame * FRAME_MS < DELAY_MS) return;
    const lines = this.#lines([...this.#states]);
    const start = this.#drawn === 0 ? HIDE_CURSOR : upwards(this.#drawn);
    this.#write(`${start}${ERASE_BELOW}${NO_WRAP}${lines.map((line) => `${line}\n`).join("")}${WRAP}`);
    this.#drawn = lines.length;
  }

  #lines(states: readonly (readonly [string, State])[]): string[] {
    // What still runs is what is waited for.
    const sorted = states.toSorted(([, a], [, b]) => Number(a !== "running") - Number(b !== "running"));
    const shown = states.length <= MAX_LINES ? states : sorted.slice(0, MAX_LINES);
    const ended = states.filter(([, state]) => state !== "running").length;
    return [
      ...shown.map(([name, state]) => `${this.#mark(state)} ${name}`),
      ...(shown.length < states.length ? [`  ${ended} of ${states.length} done`] : []),
    ];
  }

  #mark(state: State): string {
    switch (state) {
      case "running":
        return this.#styled("cyan", FRAMES[this.#frame % FRAMES.length] ?? "");
      case "ok":
        return this.#styled("green", "✓");
      case "failed":
        return this.#styled("red", "✗");
    }
  }

  #styled(format: Parameters<typeof styleText>[0], text: string): string {
    return this.#colour ? styleText(format, text, { validateStream: false }) : text;
  }

  #write(text: string): void {
    writeSync(2, text);
  }
}

function upwards(lines: number): string {
  return `\u001b[${lines}A\r`;
}
