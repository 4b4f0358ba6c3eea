/**
 * What `deno task test`, which is to be quick, leaves to the other runs of CI: these make the same tests in full, from source and on the
 * executable.
 *
 * @module
 */
import { HAS_HOSTS } from "./hosted.ts";

/** Rows of a table that each cost a process: one of so many in `deno task test`, from the first on. */
export function sampled<Row>(rows: readonly Row[], every: number): readonly Row[] {
  return HAS_HOSTS ? rows.filter((_, index) => index % every === 0) : rows;
}

/** How many processes a promise about many is tested with. One race among few shows as much as among many, only less often. */
export function atOnce(count: number): number {
  return HAS_HOSTS ? Math.min(count, Math.max(4, Math.ceil(count / 8))) : count;
}
