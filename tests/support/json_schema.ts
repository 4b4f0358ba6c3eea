import type { Schema } from "../../scripts/auth_schema.ts";

/** What a value breaks of a schema, as paths with the keyword; the keywords that ours has, and no others. */
export function schemaFaults(value: unknown, schema: Schema, path = ""): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`no such keyword here: ${keyword}`);
    return check(value, rule as never, { path, schema });
  });
}

type Check = (
  value: unknown,
  rule: never,
  place: { readonly path: string; readonly schema: Schema },
) => string[];

const nothing: Check = () => [];

const KEYWORDS: Readonly<Record<string, Check | undefined>> = {
  $schema: nothing,
  title: nothing,
  then: nothing,
  type: (value, rule: readonly string[] | string, { path }) =>
    [rule].flat().includes(typeOf(value)) ? [] : [`${path}: type`],
  const: (value, rule, { path }) => value === rule ? [] : [`${path}: const`],
  enum: (value, rule: readonly unknown[], { path }) => rule.includes(value) ? [] : [`${path}: enum`],
  pattern: (value, rule: string, { path }) =>
    typeof value !== "string" || new RegExp(rule, "u").test(value) ? [] : [`${path}: pattern`],
  required: (value, rule: readonly string[], { path }) =>
    rule.filter((key) => isObject(value) && !Object.hasOwn(value, key)).map((key) =>
      `${path}.${key}: required`
    ),
  properties: (value, rule: Readonly<Record<string, Schema>>, { path }) =>
    Object.entries(rule).flatMap(([key, inside]) =>
      isObject(value) && Object.hasOwn(value, key) ? schemaFaults(value[key], inside, `${path}.${key}`) : []
    ),
  propertyNames: (value, rule: Schema, { path }) =>
    isObject(value) ? Object.keys(value).flatMap((key) => schemaFaults(key, rule, `${path}.${key}`)) : [],
  additionalProperties: (value, rule: Schema, { path }) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, inside]) => schemaFaults(inside, rule, `${path}.${key}`))
      : [],
  anyOf: (value, rule: readonly Schema[], { path }) =>
    rule.some((one) => schemaFaults(value, one, path).length === 0) ? [] : [`${path}: anyOf`],
  allOf: (value, rule: readonly Schema[], { path }) => rule.flatMap((one) => schemaFaults(value, one, path)),
  if: (value, rule: Schema, { path, schema }) =>
    schemaFaults(value, rule, path).length === 0 ? schemaFaults(value, schema["then"] as Schema, path) : [],
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
