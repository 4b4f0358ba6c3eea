import type { ConfigNode, FunctionNode, MappingEntry } from "../../config/config_node.ts";
import { type Origin, positionOf } from "../../config/origin.ts";
import { newProblem, type Problem } from "../../config/problem.ts";
import { formatPosition } from "../../errors/errors.ts";

/** What is being decoded, and its problems. */
export interface Subject {
  /** Its name in messages: `identity "dev"`. */
  readonly label: string;
  readonly problems: Problem[];
  /** Message and position of each problem, to record it once. */
  readonly noted: Set<string>;
  /** Unknown keys that are reported as the misspelling of a missing one. */
  readonly blamed: Set<MappingEntry>;
}

/** A problem and its position. */
export interface Finding {
  /** Default `error`. */
  readonly severity?: Problem["severity"];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Origin;
}

/** A subject without problems. */
export function createSubject(label: string): Subject {
  return { label, problems: [], noted: new Set(), blamed: new Set() };
}

/** Records a problem, once. */
export function report(subject: Subject, { severity = "error", message, hint, at }: Finding): void {
  note(subject, newProblem({ severity, code: "CONFIG_INVALID", message, hint, position: positionOf(at) }));
}

/** Records that a required value is a function without a value. */
export function reportFunction(subject: Subject, node: FunctionNode, path: string): void {
  if (node.failure !== undefined) note(subject, node.failure);
  else {report(subject, {
      message: `Cannot use ${subject.label}: "${path}" is not evaluated`,
      at: node.origin,
    });}
}

/** Records a problem found elsewhere, unless it is already known. */
export function note(subject: Subject, problem: Problem): void {
  const place = problem.position === undefined ? "" : formatPosition(problem.position);
  const key = `${place} ${problem.message}`;
  if (subject.noted.has(key)) return;
  subject.noted.add(key);
  subject.problems.push(problem);
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
