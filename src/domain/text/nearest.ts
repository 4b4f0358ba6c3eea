/** Of a longer name only so much is compared. */
const MAX_COMPARED = 200;

/**
 * The candidate that a mistyped name most probably means: the smallest Damerau–Levenshtein distance (insertions, deletions,
 * substitutions, swaps of neighbours), case ignored, that {@linkcode maxDistance} allows. To two letters at most one is added: of two
 * with one of them wrong nobody can tell what was meant.
 *
 * @returns The candidate as given; undefined when none is near enough.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const folded = name.toLowerCase().slice(0, MAX_COMPARED);
  let best: string | undefined;
  let limit = maxDistance(folded.length);
  for (const candidate of candidates) {
    if (limit < 0) break;
    if (folded.length < 3 && candidate.length < 3 && candidate.toLowerCase() !== folded) continue;
    if (Math.abs(candidate.length - folded.length) > limit) continue;
    const distance = editDistance(folded, candidate.toLowerCase(), limit);
    if (distance > limit || distance >= Math.max(folded.length, candidate.length)) continue;
    best = candidate;
    limit = distance - 1;
  }
  return best;
}

/** How many mistakes a name of a length may hold. */
function maxDistance(length: number): number {
  if (length < 2) return 0;
  return length < 6 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** A hint that names the nearest candidate, and else the candidates themselves when they are few. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return undefined;
  const shown = known.toSorted().slice(0, 8).map((candidate) => `"${candidate}"`).join(", ");
  return known.length > 8 ? `${known.length} are available, including ${shown}` : `Available: ${shown}`;
}

/** The distance of two texts; where it is above the limit, anything above the limit. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(distance);
      if (distance < least) least = distance;
    }
    // Nothing below becomes smaller again, but a swap counts from one row above.
    if (least > limit + 1) return least;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
