import { MAX_SKEW_MS } from "../transport/fault_kind.ts";

/**
 * How far this machine's clock is off, in words.
 *
 * @param skewMs Milliseconds that it is ahead of AWS'; undefined when AWS did not say its time.
 */
export function describeSkew(skewMs: number | undefined): string {
  if (skewMs === undefined || Math.abs(skewMs) <= MAX_SKEW_MS) {
    return "this machine's clock and that of AWS differ too much";
  }
  return `this machine's clock is ${duration(Math.abs(skewMs))} ${
    skewMs > 0 ? "ahead of" : "behind"
  } that of AWS`;
}

function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
