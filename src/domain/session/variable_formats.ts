import { UsageError } from "../errors/errors.ts";
import type { VariableChanges } from "./program_environment.ts";

/** The output formats of variables. */
export const VARIABLE_FORMATS = ["bash", "fish", "powershell", "dotenv", "env", "json", "github"] as const;

/** A name in {@linkcode VARIABLE_FORMATS}. */
export type VariableFormat = typeof VARIABLE_FORMATS[number];

/** The rules of a format. */
interface FormatRules {
  /** Unsets variables; absent if the format does not support it. */
  unset?(names: readonly string[]): string;
  /** Sets variables, which are sorted by name. */
  set(variables: readonly (readonly [string, string])[]): string;
}

const RULES: Readonly<Record<VariableFormat, FormatRules>> = {
  bash: {
    unset: (names) => `unset ${names.join(" ")}\n`,
    set: (variables) => lines(variables, (name, value) => `export ${name}=${posixQuoted(value)}`),
  },
  fish: {
    // It fails for a missing variable, and later commands do not change that.
    unset: (names) => `set -eg ${names.join(" ")}; or true\n`,
    set: (variables) => lines(variables, (name, value) => `set -gx ${name} ${fishQuoted(value)}`),
  },
  powershell: {
    unset: (names) =>
      `Remove-Item -ErrorAction SilentlyContinue ${names.map((name) => `Env:${name}`).join(",")}\n`,
    set: (variables) => lines(variables, (name, value) => `$env:${name} = ${powershellQuoted(value)}`),
  },
  dotenv: { set: (variables) => lines(variables, (name, value) => `${name}=${dotenvQuoted(value)}`) },
  // For `docker run --env-file` and similar options, which use everything after the sign.
  env: { set: (variables) => lines(variables, (name, value) => `${name}=${oneLine(name, value)}`) },
  json: { set: (variables) => `${JSON.stringify(Object.fromEntries(variables), null, 2)}\n` },
  github: { set: (variables) => lines(variables, githubEntry) },
};

/** Whether a format can unset variables. */
export function canUnset(format: VariableFormat): boolean {
  return RULES[format].unset !== undefined;
}

/**
 * Variables as text that a shell evaluates, or a program reads. Names must be `[A-Za-z_][A-Za-z0-9_]*`, and values must not contain NUL.
 * Sorted by name, so that the output is deterministic.
 *
 * @throws {UsageError} `USAGE` for a multi-line value in the format `env`.
 */
export function formatVariables({ set, unset }: VariableChanges, format: VariableFormat): string {
  const rules = RULES[format];
  const sorted = [...set].toSorted(([a], [b]) => a < b ? -1 : 1);
  return (unset.length === 0 ? "" : rules.unset?.(unset) ?? "") + rules.set(sorted);
}

function lines(
  variables: readonly (readonly [string, string])[],
  line: (name: string, value: string) => string,
): string {
  return variables.map(([name, value]) => `${line(name, value)}\n`).join("");
}

/** Texts that need no quotes in any shell. */
const PLAIN_REGEXP = /^[A-Za-z0-9_.\/:@%+,-]+$/;

/** Reference: POSIX, Shell Command Language, 2.2.2 Single-Quotes: nothing in them is special, and they cannot contain a quote. */
function posixQuoted(value: string): string {
  return PLAIN_REGEXP.test(value) ? value : `'${value.replaceAll("'", `'"'"'`)}'`;
}

/** Reference: https://fishshell.com/docs/current/language.html#quotes */
function fishQuoted(value: string): string {
  return PLAIN_REGEXP.test(value) ? value : `'${value.replaceAll(/[\\']/g, "\\$&")}'`;
}

/** PowerShell treats typographic quotes like plain ones. Reference: `IsSingleQuote` in `CharTraits.cs` of PowerShell */
function powershellQuoted(value: string): string {
  return `'${value.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/** In single quotes if possible, since nothing is special in them; otherwise in double quotes with escapes. */
function dotenvQuoted(value: string): string {
  if (PLAIN_REGEXP.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  const escaped = value.replaceAll(/[\\"$`]/g, "\\$&").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
  return `"${escaped}"`;
}

/** @throws {UsageError} `USAGE` for a multi-line value, whose rest would be another variable. */
function oneLine(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return value;
  throw new UsageError(`Cannot write ${name} as env: its value has several lines`, {
    hint: "Choose another format, such as dotenv or json",
  });
}

/**
 * An entry of `$GITHUB_ENV`. A multi-line value ends at a delimiter, which must not occur in it.
 *
 * Reference: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
function githubEntry(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}`;
  const base = `ATMOS_EOF_${name}`;
  let delimiter = base;
  for (let index = 0; value.includes(delimiter); index++) delimiter = `${base}_${index}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}`;
}
