import type { ConfigNode, FunctionNode, MappingEntry } from "../../config/config_node.ts";
import { type Origin, positionOf } from "../../config/origin.ts";
import { newProblem, type Problem, sortProblems } from "../../config/problem.ts";
import { formatPosition } from "../../errors/errors.ts";
import { nearest } from "../../text/nearest.ts";

/** A problem and its position. */
interface Finding {
  /** Default `error`. */
  readonly severity?: Problem["severity"];
  /** Default `CONFIG_INVALID`. */
  readonly code?: Problem["code"];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Origin;
}

/** The maximum number of comparisons for all hints of one run: each is quick, but thousands of names with thousands are not. */
const MAX_COMPARISONS = 50_000;

/** Collects problems without duplicates: the same fault occurs on every chain that contains it. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();
  #comparisons = 0;

  /** Adds problems found elsewhere. */
  add(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      const place = problem.position === undefined ? "" : formatPosition(problem.position);
      const key = `${place} ${problem.message}`;
      if (!this.#problems.has(key)) this.#problems.set(key, problem);
    }
  }

  /** Adds a problem. */
  report({ severity = "error", code = "CONFIG_INVALID", message, hint, at }: Finding): void {
    this.add(newProblem({ severity, code, message, hint, position: positionOf(at) }));
  }

  /** Adds a warning. */
  warn(finding: Omit<Finding, "severity">): void {
    this.report({ ...finding, severity: "warning" });
  }

  /** The nearest of some names, unless searching takes too long. */
  nearest(name: string, candidates: ReadonlyMap<string, { readonly name: string }>): string | undefined {
    this.#comparisons += candidates.size;
    if (this.#comparisons > MAX_COMPARISONS) return undefined;
    return nearest(name, candidates.values().map((candidate) => candidate.name));
  }

  /** All problems, sorted by position. */
  sorted(): Problem[] {
    return sortProblems([...this.#problems.values()]);
  }
}

/** What is being decoded, and its problems. */
export class Subject extends ProblemList {
  /** Its name in messages: `identity "dev"`. */
  readonly label: string;
  /** Unknown keys that are reported as the misspelling of a missing one. */
  readonly blamed = new Set<MappingEntry>();

  constructor(label: string) {
    super();
    this.label = label;
  }

  /** Reports why it cannot be used. @returns Undefined, for callers that return the value. */
  refuse(state: string, at: Origin, hint?: string): undefined {
    this.report({ message: `Cannot use ${this.label}: ${state}`, hint, at });
  }

  /** Reports that a required value is a function without a value. @returns As {@linkcode refuse}. */
  refuseFunction({ failure, origin }: FunctionNode, path: string): undefined {
    if (failure === undefined) this.refuse(`"${path}" is not evaluated`, origin);
    else this.add(failure);
  }
}

/** Parts of a message, at most so many. */
export function listed(parts: readonly string[], max: number): string {
  const shown = parts.slice(0, max).join(", ");
  return parts.length > max ? `${shown}, … ${parts.length - max} more` : shown;
}

/** The name of a value's type in messages. */
export function typeName(node: ConfigNode): string {
  switch (node.kind) {
    case "mapping":
      return "a mapping";
    case "sequence":
      return "a list";
    case "function":
      return "a function";
    case "scalar":
      if (node.quoted || typeof node.value === "string") return "a string";
      if (node.value === null) return "empty";
      return typeof node.value === "number" ? "a number" : "true or false";
  }
}
