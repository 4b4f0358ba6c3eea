/** One file before and after; undefined if it does not exist. */
export interface TextChange {
  /** The display path. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Lines around a change. */
const CONTEXT = 3;
/** Beyond this, lines are not compared individually: everything between the first and the last change is replaced. */
const MAX_COMPARISONS = 4_000_000;
const NO_NEWLINE = "\\ No newline at end of file";

/** A line of the result: kept, removed or added. */
interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * A change in the unified format of `diff -u`; empty without changes.
 *
 * Reference: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 */
export function unifiedDiff({ path, before, after }: TextChange): string {
  if (before === after) return "";
  const lines = compare(splitLines(before), splitLines(after));
  const name = (text: string | undefined): string => text === undefined ? "/dev/null" : path;
  return [`--- ${name(before)}`, `+++ ${name(after)}`, ...hunks(lines)].map((line) => `${line}\n`).join("");
}

/** The lines of a text. A last line without a line end is marked, since that is a difference. */
function splitLines(text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const last = lines.pop() ?? "";
  return last === "" ? lines : [...lines, `${last}\n${NO_NEWLINE}`];
}

function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const kept = (text: string): DiffLine => ({ sign: " ", text });
  return [
    ...before.slice(0, start).map(kept),
    ...changed(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

/** By the longest common subsequence. */
function changed(before: readonly string[], after: readonly string[]): DiffLine[] {
  const width = after.length + 1;
  const removals = before.map((text): DiffLine => ({ sign: "-", text }));
  const additions = after.map((text): DiffLine => ({ sign: "+", text }));
  if (before.length * after.length > MAX_COMPARISONS) return [...removals, ...additions];
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = before[i] === after[j]
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push({ sign: " ", text: before[i] ?? "" });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push(...removals.slice(i, ++i));
    else lines.push(...additions.slice(j, ++j));
  }
  return [...lines, ...removals.slice(i), ...additions.slice(j)];
}

function hunks(lines: readonly DiffLine[]): string[] {
  const result: string[] = [];
  let [oldLine, newLine] = [1, 1];
  let from = 0;
  while (from < lines.length) {
    const first = lines.findIndex(({ sign }, index) => index >= from && sign !== " ");
    if (first < 0) break;
    const start = Math.max(from, first - CONTEXT);
    let last = first;
    for (let index = first; index < lines.length && index <= last + 2 * CONTEXT; index++) {
      if (lines[index]?.sign !== " ") last = index;
    }
    const end = Math.min(lines.length, last + CONTEXT + 1);
    // Skipped lines are the same on both sides.
    oldLine += start - from;
    newLine += start - from;
    const hunk = lines.slice(start, end);
    const oldCount = hunk.filter(({ sign }) => sign !== "+").length;
    const newCount = hunk.filter(({ sign }) => sign !== "-").length;
    result.push(`@@ -${range(oldLine, oldCount)} +${range(newLine, newCount)} @@`);
    result.push(...hunk.map(({ sign, text }) => sign + text));
    oldLine += oldCount;
    newLine += newCount;
    from = end;
  }
  return result;
}

function range(line: number, count: number): string {
  if (count === 0) return `${line - 1},0`;
  return count === 1 ? `${line}` : `${line},${count}`;
}
