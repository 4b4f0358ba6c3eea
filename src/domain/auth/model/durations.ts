/** Seconds per unit of Go's `time.ParseDuration`. */
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  "µs": 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** One number with its unit. Reference: https://pkg.go.dev/time#ParseDuration */
const PART_REGEXP = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|ms|s|m|h)/y;

/**
 * Parses a duration as Atmos does: whole seconds (`3600`), a Go duration (`1h30m`, `900s`, `1.5h`) or days (`7d`).
 *
 * Reference: `pkg/utils/duration.go` of Atmos.
 *
 * @returns Seconds, rounded down; undefined for an invalid or negative duration.
 */
export function parseDurationSeconds(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 40) return undefined;
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  if (/^\d+d$/.test(trimmed)) return Number(trimmed.slice(0, -1)) * 86_400;
  let seconds = 0;
  PART_REGEXP.lastIndex = 0;
  for (let end = 0; end < trimmed.length; end = PART_REGEXP.lastIndex) {
    const match = PART_REGEXP.exec(trimmed);
    if (match === null) return undefined;
    seconds += Number(match[1]) * (UNIT_SECONDS[match[2] ?? ""] ?? 0);
  }
  return trimmed === "" ? undefined : Math.floor(seconds + 1e-9);
}
