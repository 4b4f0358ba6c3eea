import type { PathFact } from "../domain/doctor/path_checks.ts";

/** What stands at a path; undefined where nothing does. Never fails. */
export type PathFacts = (path: string) => Promise<PathFact | undefined>;
