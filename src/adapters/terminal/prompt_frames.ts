import { isOpen, type PromptLook, type PromptState } from "./prompt_look.ts";

/** An item to choose. Everything in it is safe for a terminal. */
export interface PickerOption {
  readonly value: string;
  readonly label: string;
  /** Shown for the item at the cursor. */
  readonly hint?: string;
}

/** What every prompt shows. Everything in it is safe for a terminal. */
interface PromptView {
  readonly state: PromptState;
  readonly question: string;
  /** What is wrong with the answer. */
  readonly error: string;
}

/** A picker. */
export interface PickerView extends PromptView {
  /** Whether several can be selected. */
  readonly several: boolean;
  /** What was typed. */
  readonly filter: string;
  /** The number of items without the filter. */
  readonly total: number;
  readonly options: readonly PickerOption[];
  readonly cursor: number;
  readonly chosen: readonly PickerOption[];
  readonly rows: number;
}

/** The maximum number of visible items; the rest is scrolled to. */
const MAX_ITEMS = 10;

/** Rows for everything except the items. */
const OTHER_ROWS = 8;

/** So few items need no filter, which works anyway. */
const FEW_ITEMS = 5;

/** The maximum number of names of selected items. */
const MAX_NAMES = 5;

/** The text of a picker. */
export function pickerFrame(view: PickerView, look: PromptLook): string {
  const { state, question, several } = view;
  if (!isOpen(state)) return look.closed(state, question, chosenText(view));
  return look.open(state, several ? `${question} (Tab selects several)` : question, {
    body: [...optionLines(view, look), ...filterLines(view, look)],
    keys: keysText(view, look),
  });
}

/** `dev/ecr`, or `2 selected: dev/ecr, prod/ecr`. */
function chosenText({ chosen }: PickerView): string {
  const names = chosen.slice(0, MAX_NAMES).map(({ label }) => label).join(", ");
  const rest = chosen.length > MAX_NAMES ? ` and ${chosen.length - MAX_NAMES} more` : "";
  return chosen.length < 2 ? names : `${chosen.length} selected: ${names}${rest}`;
}

/** As many items as fit, around the cursor, and how many precede and follow them. */
function optionLines(view: PickerView, look: PromptLook): string[] {
  const { state, options, cursor, rows } = view;
  const count = Math.max(1, Math.min(MAX_ITEMS, rows - OTHER_ROWS));
  const start = Math.max(0, Math.min(cursor - Math.floor(count / 2), options.length - count));
  const shown = options.slice(start, start + count);
  const after = options.length - start - shown.length;
  const more = (arrow: string, left: number): string[] =>
    left === 0 ? [] : look.lines(state, `${arrow} ${left} more`, { painted: "dim" });
  return [
    ...more(look.marks.up, start),
    ...shown.flatMap((option, index) => optionLine(option, start + index === cursor, { view, look })),
    ...more(look.marks.down, after),
  ];
}

function optionLine(
  option: PickerOption,
  isFocused: boolean,
  { view: { state, several, chosen }, look }: { readonly view: PickerView; readonly look: PromptLook },
): string[] {
  const { label, hint } = option;
  const isOn = several ? chosen.some(({ value }) => value === option.value) : isFocused;
  const mark = look.marks[several ? "box" : "radio"][isOn ? 1 : 0];
  const text = hint === undefined || !isFocused ? label : `${label} (${hint})`;
  return look.lines(state, text, {
    mark: { text: mark, paint: isOn ? "green" : "dim" },
    painted: (line, index) =>
      isFocused && index === 0 && line.startsWith(label)
        ? label + look.paint("dim", line.slice(label.length))
        : look.paint("dim", line),
  });
}

/** The typed text, and what is wrong with the answer. */
function filterLines(view: PickerView, look: PromptLook): string[] {
  const { state, filter, options, total } = view;
  const matches = options.length === 0 ? "no matches" : `${options.length} of ${total}`;
  const typed = `Filter: ${filter}${look.marks.caret} (${matches})`;
  return [...(filter === "" ? [] : look.lines(state, typed)), ...faultLines(view, look)];
}

function keysText({ several, chosen, total }: PickerView, { marks: { up, down, dot } }: PromptLook): string {
  const enter = chosen.length > 1 ? `Enter: confirm ${chosen.length}` : "Enter: confirm";
  return [
    `${up}/${down}: move`,
    ...(several ? ["Tab: select", enter] : ["Enter: confirm"]),
    ...(total > FEW_ITEMS ? ["type to filter"] : []),
  ].join(` ${dot} `);
}

/** A prompt for text, and what was typed so far. */
export interface TextView extends PromptView {
  /** As shown: a secret is already hidden. */
  readonly typed: string;
  /** The position of the next character. */
  readonly caret: number;
}

/** The text of a prompt. */
export function textFrame(view: TextView, look: PromptLook): string {
  const { state, question, typed, caret } = view;
  if (!isOpen(state)) return look.closed(state, question, typed);
  const line = `${typed.slice(0, caret)}${look.marks.caret}${typed.slice(caret)}`;
  return look.open(state, question, { body: [...look.lines(state, line), ...faultLines(view, look)] });
}

function faultLines({ state, error }: PromptView, look: PromptLook): string[] {
  return state === "error" ? look.lines(state, error, { painted: "yellow" }) : [];
}
