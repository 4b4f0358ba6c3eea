import type { Environment } from "../../ports/process.ts";
import { wantsColour } from "./colour.ts";

/** The characters that prompts are drawn with. */
interface Marks extends Readonly<Record<"bar" | "end" | "caret" | "mask" | "up" | "down" | "dot", string>> {
  /** Before a prompt, by its state. */
  readonly state: Readonly<Record<PromptState, string>>;
  readonly radio: readonly [off: string, on: string];
  readonly box: readonly [off: string, on: string];
}

/** The state of a prompt that is open, perhaps with a rejected answer. */
type OpenState = "active" | "error";

/** The state of a prompt: open, answered, cancelled. */
export type PromptState = OpenState | "submit" | "cancel";

const UNICODE: Marks = {
  bar: "│",
  end: "└",
  state: { active: "◆", error: "▲", submit: "◇", cancel: "■" },
  radio: ["○", "●"],
  box: ["◻", "◼"],
  caret: "█",
  mask: "•",
  up: "↑",
  down: "↓",
  dot: "·",
};

const ASCII: Marks = {
  bar: "|",
  end: "`",
  state: { active: "*", error: "!", submit: "o", cancel: "x" },
  radio: [" ", ">"],
  box: ["[ ]", "[x]"],
  caret: "_",
  mask: "*",
  up: "Up",
  down: "Down",
  dot: "-",
};

/** SGR codes with their ends. Reference: ECMA-48. */
const PAINTS = {
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  gray: [90, 39],
} as const;

const STATE_PAINTS = { active: "cyan", error: "yellow", submit: "green", cancel: "red" } as const;

/** Wraps a text between words. */
export type Wrap = (text: string, columns: number) => readonly string[];

type Paint = keyof typeof PAINTS;

/** The columns of a bar and the blanks after it. */
const BAR_COLUMNS = 3;

/** How prompts look on a terminal. */
export class PromptLook {
  readonly marks: Marks;
  readonly #colour: boolean;
  readonly #wrap: Wrap;
  readonly #columns: () => number;

  /** @param columns The width of the terminal, which may change. */
  constructor(environment: Environment, wrap: Wrap, columns: () => number) {
    this.marks = hasUnicode(environment) ? UNICODE : ASCII;
    this.#colour = wantsColour(environment, true);
    this.#wrap = wrap;
    this.#columns = columns;
  }

  paint(paint: Paint, text: string): string {
    const [start, end] = PAINTS[paint];
    return this.#colour && text !== "" ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  }

  /** The lines of a text below a prompt, each after the bar. @param painted The style of its lines. */
  lines(
    state: PromptState,
    text: string,
    { mark, painted }: {
      /** Before the first line. */
      readonly mark?: { readonly text: string; readonly paint: Paint };
      readonly painted?: Paint | ((line: string, index: number) => string);
    } = {},
  ): string[] {
    const indent = mark === undefined ? 0 : mark.text.length + 1;
    const style = typeof painted === "string"
      ? (line: string): string => this.paint(painted, line)
      : painted ?? ((line) => line);
    return this.#wrapped(text, indent).map((line, index) => {
      const first = mark !== undefined && index === 0
        ? `${this.paint(mark.paint, mark.text)} `
        : " ".repeat(indent);
      return `${this.#bar(state)}  ${first}${style(line, index)}`.trimEnd();
    });
  }

  /** An open prompt with the content below it, and the keys to press. */
  open(
    state: OpenState,
    question: string,
    { body, keys = "" }: { readonly body: readonly string[]; readonly keys?: string },
  ): string {
    const end = this.paint(STATE_PAINTS[state], this.marks.end);
    const last = this.#wrapped(keys, 0)
      .map((line, index) => `${index === 0 ? end : " "}  ${this.paint("dim", line)}`.trimEnd());
    return [...this.#head(state, question), ...body, ...last].join("\n");
  }

  /** A prompt that was answered or cancelled. */
  closed(state: "submit" | "cancel", question: string, answer: string): string {
    const body = state === "cancel" || answer === "" ? [] : this.lines(state, answer, { painted: "dim" });
    return [...this.#head(state, question), ...body].join("\n");
  }

  #head(state: PromptState, question: string): string[] {
    const [first = "", ...rest] = this.#wrapped(question, 0);
    return [
      this.paint("gray", this.marks.bar),
      `${this.paint(STATE_PAINTS[state], this.marks.state[state])}  ${first}`,
      ...rest.map((line) => `${this.#bar(state)}  ${line}`),
    ];
  }

  #bar(state: PromptState): string {
    return this.paint(isOpen(state) ? STATE_PAINTS[state] : "gray", this.marks.bar);
  }

  #wrapped(text: string, indent: number): readonly string[] {
    return this.#wrap(text, this.#columns() - BAR_COLUMNS - indent);
  }
}

/** Whether a prompt waits for its answer. */
export function isOpen(state: PromptState): state is OpenState {
  return state === "active" || state === "error";
}

/** Whether a terminal supports Unicode. Reference: `is-unicode-supported` 2.1 on npm. */
function hasUnicode(environment: Environment): boolean {
  const term = environment.get("TERM");
  if (environment.os !== "windows") return term !== "linux";
  const variables = ["WT_SESSION", "TERMINUS_SUBLIME", "ConEmuTask"];
  return variables.some((name) => environment.get(name) !== undefined) ||
    environment.get("TERM_PROGRAM") === "vscode" || term === "xterm-256color" || term === "alacritty" ||
    environment.get("TERMINAL_EMULATOR") === "JetBrains-JediTerm";
}
