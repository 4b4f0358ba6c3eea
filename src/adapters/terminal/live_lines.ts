import type { Environment } from "../../ports/process.ts";
import type { Progress, ProgressLines } from "../../ports/terminal.ts";
import { writeErr } from "../fs/standard_streams.ts";
import { wantsColour } from "./colour.ts";
import { inContinuousIntegration } from "./continuous_integration.ts";

/** Shown one after another. Reference: the spinner `dots` of https://github.com/sindresorhus/cli-spinners */
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Shorter operations are not shown. */
const DELAY_MS = 300;

const FRAME_MS = 80;

/** Further items are only counted. */
const MAX_LINES = 10;

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
/** Cuts off lines that are too wide: wrapped lines would break cursor movement. */
const NO_WRAP = "\u001b[?7l";
const WRAP = "\u001b[?7h";
const ERASE_BELOW = "\u001b[J";

type State = "running" | "ok" | "failed";

const MARKS: Readonly<Partial<Record<State, string>>> = { ok: "✓", failed: "✗" };

/** Cyan, green and red, and the end of a colour. Reference: ECMA-48, SGR */
const COLOURS: Readonly<Record<State, number>> = { running: 36, ok: 32, failed: 31 };
const NO_COLOUR = "\u001b[39m";

/** Lines on standard error that change while work is in progress, on a terminal outside CI. Other output must pause them first. */
export class LiveLines implements Progress {
  readonly #enabled: boolean;
  readonly #colour: boolean;
  #states: Map<string, State> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #frame = 0;
  /** The number of lines on the screen. */
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
      keepNothingRunning(this.#timer);
    }
    return {
      end: (name, result) => void states.set(name, result),
      [Symbol.dispose]: () => {
        // Where no timer runs, even this would load Node's timers.
        if (this.#timer !== undefined) clearInterval(this.#timer);
        this.#states = undefined;
        this.erase();
        this.#frame = 0;
      },
    };
  }

  /** Removes the lines from the screen while other work uses it. */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    this.erase();
    this.#pauses++;
    try {
      return await work();
    } finally {
      this.#pauses--;
    }
  }

  /** Removes the lines from the screen, and shows the cursor. Does not wait. */
  erase(): void {
    if (this.#drawn === 0) return;
    writeErr(`${upwards(this.#drawn)}${ERASE_BELOW}${SHOW_CURSOR}`);
    this.#drawn = 0;
  }

  #tick(): void {
    this.#frame++;
    if (this.#states === undefined || this.#pauses > 0 || this.#frame * FRAME_MS < DELAY_MS) return;
    const lines = this.#lines([...this.#states]);
    const start = this.#drawn === 0 ? HIDE_CURSOR : upwards(this.#drawn);
    writeErr(`${start}${ERASE_BELOW}${NO_WRAP}${lines.map((line) => `${line}\n`).join("")}${WRAP}`);
    this.#drawn = lines.length;
  }

  #lines(states: readonly (readonly [string, State])[]): string[] {
    // Only unfinished items are shown.
    const sorted = states.toSorted(([, a], [, b]) => Number(a !== "running") - Number(b !== "running"));
    const shown = states.length <= MAX_LINES ? states : sorted.slice(0, MAX_LINES);
    const ended = states.filter(([, state]) => state !== "running").length;
    return [
      ...shown.map(([name, state]) => `${this.#mark(state)} ${name}`),
      ...(shown.length < states.length ? [`  ${ended} of ${states.length} done`] : []),
    ];
  }

  #mark(state: State): string {
    const text = MARKS[state] ?? FRAMES[this.#frame % FRAMES.length] ?? "";
    return this.#colour ? `\u001b[${COLOURS[state]}m${text}${NO_COLOUR}` : text;
  }
}

function upwards(lines: number): string {
  return `\u001b[${lines}A\r`;
}

/** Lets the program end while a timer runs. It is a number before Deno 2.7, and a Node timer after. */
function keepNothingRunning(timer: unknown): void {
  if (typeof timer === "number") Deno.unrefTimer(timer);
  else (timer as { unref?(): void }).unref?.();
}
