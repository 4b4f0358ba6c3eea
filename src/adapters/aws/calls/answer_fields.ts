/**
 * The fields of responses, which the SDK passes on whatever their type is: a proxy or an imitation of AWS may send anything.
 *
 * @module
 */
import { asFields, type Fields } from "../../../domain/files/json_fields.ts";

/** More seconds than this, about 3,000 years, are invalid: a `Date` could not represent them. */
const MAX_SECONDS = 1e11;

/** A text that is not empty; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A positive number of seconds; undefined for anything else. */
export function secondsOf(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 && value <= MAX_SECONDS ? value : undefined;
}

/** The objects in a list. */
export function objectsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(asFields).filter((item) => item !== undefined) : [];
}
