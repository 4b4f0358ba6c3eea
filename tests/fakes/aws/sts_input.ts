/**
 * Parameters of STS actions, refused in the words of AWS.
 *
 * @module
 */
import { AwsFailure, type Input } from "./wire.ts";

/** A parameter that must be there. @throws {AwsFailure} When it is not. */
export function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw constraint(null, memberName(name), "Member must not be null");
}

/** @throws {AwsFailure} When the value does not match. */
export function demandPattern(value: string, name: string, pattern: RegExp): void {
  if (pattern.test(value)) return;
  const shown = pattern.source.replace(/^\^|\$$/g, "");
  throw constraint(value, memberName(name), `Member must satisfy regular expression pattern: ${shown}`);
}

/** `DurationSeconds` within its limits. @throws {AwsFailure} When it is not. */
export function durationSeconds(
  input: Input,
  limits: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const text = input["DurationSeconds"];
  if (text === undefined) return limits.default;
  if (typeof text !== "string" || !/^-?\d+$/.test(text)) {
    throw new AwsFailure("malformed", "Start of structure or map found where not expected.");
  }
  const seconds = Number(text);
  if (seconds < limits.min) {
    throw constraint(
      text,
      "durationSeconds",
      `Member must have value greater than or equal to ${limits.min}`,
    );
  }
  if (seconds > limits.max) {
    throw constraint(text, "durationSeconds", `Member must have value less than or equal to ${limits.max}`);
  }
  return seconds;
}

/** A refusal in the form of AWS's validation. */
export function constraint(value: string | null, member: string, rule: string): AwsFailure {
  const shown = value === null ? "null" : `'${value}'`;
  return new AwsFailure(
    { status: 400, code: "ValidationError" },
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

/** `RoleSessionName` is shown as `roleSessionName`. */
function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
