import { structuredPatch, type StructuredPatchHunk } from "diff";
import type { TextChange } from "../../app/docker/helper_registration.ts";

/** Beyond this many removed and added lines, which take about a second, everything is replaced. */
const MAX_EDITS = 4000;

/**
 * A change in the unified format of `diff -u`; empty without changes.
 *
 * Reference: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 */
export function unifiedDiff({ path, before, after }: TextChange): string {
  if (before === after) return "";
  const name = (text: string | undefined): string => text === undefined ? "/dev/null" : path;
  const hunks = hunksOf(before ?? "", after ?? "").flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  return [`--- ${name(before)}`, `+++ ${name(after)}`, ...hunks].map((line) => `${line}\n`).join("");
}

function hunksOf(before: string, after: string): StructuredPatchHunk[] {
  const options = { context: 3, stripTrailingCr: true, maxEditLength: MAX_EDITS } as const;
  const patch = structuredPatch("", "", before, after, "", "", options);
  if (patch !== undefined) return patch.hunks;
  const [removed, added] = [hunkOf(before, ""), hunkOf("", after)];
  return [{ ...removed, newLines: added.newLines, lines: [...removed.lines, ...added.lines] }];
}

/** The hunk of a text that is removed or added as a whole. */
function hunkOf(before: string, after: string): StructuredPatchHunk {
  const [hunk] = structuredPatch("", "", before, after, "", "", { stripTrailingCr: true }).hunks;
  return hunk ?? { oldStart: 1, oldLines: 0, newStart: 1, newLines: 0, lines: [] };
}

/** As GNU writes it: a single line without its count, and for no lines the line before. */
function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? `${start}` : `${start},${count}`;
}
