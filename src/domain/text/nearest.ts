/** Only this many characters of a longer name are compared. */
const MAX_COMPARED = 200;

/**
 * The most probable candidate for a mistyped name: the smallest Damerau–Levenshtein distance (insertions, deletions, substitutions, swaps
 * of neighbours), ignoring case, within {@linkcode maxDistance}. For two letters, only one insertion is allowed: with one of two letters
 * wrong, the intention is unknown.
 *
 * @returns The candidate as given; undefined if none is near enough.
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

/** The tolerated number of mistakes for a length. */
function maxDistance(length: number): number {
  if (length < 2) return 0;
  return length < 6 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** A hint with the nearest candidate, otherwise with all candidates if they are few. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return undefined;
  const shown = known.toSorted().slice(0, 8).map((candidate) => `"${candidate}"`).join(", ");
  return known.length > 8 ? `${known.length} are available, including ${shown}` : `Available: ${shown}`;
}

/** The distance of two texts; any value above the limit if it is above the limit. */
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
    // The values below never decrease, but a swap counts from the second row above.
    if (least > limit + 1) return least;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
