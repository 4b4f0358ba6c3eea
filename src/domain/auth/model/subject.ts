import type { ConfigNode, FunctionNode, MappingEntry } from "../../config/config_node.ts";
import { type Origin, positionOf } from "../../config/origin.ts";
import { newProblem, type Problem } from "../../config/problem.ts";
import { formatPosition } from "../../errors/source_position.ts";

/** What is being read, and what was found wrong with it. */
export interface Subject {
  /** How messages call it: `identity "dev"`. */
  readonly label: string;
  readonly problems: Problem[];
  /** Message and place of each problem, so that it is noted once. */
  readonly noted: Set<string>;
  /** Unknown keys that stand for a missing one and are reported as that. */
  readonly blamed: Set<MappingEntry>;
}

/** What is wrong, and where. */
export interface Finding {
  /** `error` when absent. */
  readonly severity?: Problem["severity"];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Origin;
}

/** A subject without problems so far. */
export function createSubject(label: string): Subject {
  return { label, problems: [], noted: new Set(), blamed: new Set() };
}

/** Notes a problem, once. */
export function report(subject: Subject, { severity = "error", message, hint, at }: Finding): void {
  note(subject, newProblem({ severity, code: "CONFIG_INVALID", message, hint, position: positionOf(at) }));
}

/** Notes that a needed value is a function without a value. */
export function reportFunction(subject: Subject, node: FunctionNode, path: string): void {
  if (node.failure !== undefined) note(subject, node.failure);
  else {report(subject, {
      message: `Cannot use ${subject.label}: "${path}" is not evaluated`,
      at: node.origin,
    });}
}

/** Notes a problem that was found elsewhere, unless it is known already. */
export function note(subject: Subject, problem: Problem): void {
  const place = problem.position === undefined ? "" : formatPosition(problem.position);
  const key = `${place} ${problem.message}`;
  if (subject.noted.has(key)) return;
  subject.noted.add(key);
  subject.problems.push(problem);
}

/** How a message calls the type of a value. */
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
