/** How many patterns braces may expand to. */
const MAX_EXPANSIONS = 64;

/** One part of a pattern: any number of items, or a test of one. */
type Part<T> = "any" | ((one: T) => boolean);

/**
 * Compiles a pattern for paths with `/`: `*`, `?`, `[…]`, `[!…]`, `{a,b}` (not nested) and `**` as a whole segment. Matching takes time
 * linear in pattern times path, unlike a regular expression with several stars.
 *
 * Reference: https://github.com/bmatcuk/doublestar#patterns
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((one) => one.split("/").map(compileSegment));
  return (path) => alternatives.some((parts) => matches(parts, path.split("/")));
}

function compileSegment(segment: string): Part<string> {
  if (segment === "**") return "any";
  const parts: Part<string>[] = [];
  for (const [token] of segment.matchAll(/\*+|\?|\[[!^]?[^\]]+\]|[^]/gu)) {
    if (token.startsWith("*")) parts.push("any");
    else if (token === "?") parts.push(() => true);
    else if (token.length > 2 && token.startsWith("[")) parts.push(compileSet(token.slice(1, -1)));
    else parts.push((character) => character === token);
  }
  return (name) => matches(parts, [...name]);
}

function compileSet(set: string): (character: string) => boolean {
  const negated = /^[!^]/.test(set);
  const ranges = [...(negated ? set.slice(1) : set).matchAll(/([^])-([^])|[^]/gu)]
    .map(([one, from = one, to = one]) => ({ from, to }));
  return (character) => ranges.some(({ from, to }) => from <= character && character <= to) !== negated;
}

/** Whether parts match a whole sequence. On a mismatch, only the last `any` takes one more item: that is sufficient. */
function matches<T>(parts: readonly Part<T>[], sequence: readonly T[]): boolean {
  let part = 0;
  let retryPart = -1;
  let retryFrom = 0;
  for (let index = 0; index < sequence.length;) {
    const current = parts[part];
    const one = sequence[index];
    if (current === "any") {
      retryPart = part++;
      retryFrom = index;
    } else if (current !== undefined && one !== undefined && current(one)) {
      part++;
      index++;
    } else if (retryPart >= 0) {
      part = retryPart + 1;
      index = ++retryFrom;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === "any");
}

/** `a{b,c}` as `ab` and `ac`. A pattern that expands too far matches nothing. */
function expandBraces(pattern: string): string[] {
  let patterns = [""];
  for (const part of pattern.split(/(\{[^{}]*\})/)) {
    const choices = part.startsWith("{") && part.endsWith("}") ? part.slice(1, -1).split(",") : [part];
    if (patterns.length * choices.length > MAX_EXPANSIONS) return [];
    patterns = patterns.flatMap((start) => choices.map((choice) => start + choice));
  }
  return patterns;
}
