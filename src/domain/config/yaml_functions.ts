import { textNode } from "./config_node.ts";
import { type FunctionEvaluator, functionFailure } from "./evaluate_functions.ts";
import type { ValueSource } from "./origin.ts";
import { isSecretName } from "./secret_keys.ts";

/** The value of a variable, and where it is set. */
export interface FoundVariable {
  readonly value: string;
  readonly source: ValueSource;
}

const USAGE = `Use "!env NAME" or !env 'NAME "a default of several words"'`;

/**
 * The function `!env NAME` or `!env NAME default`: the value of an environment variable, always a text, trimmed. An empty variable
 * overrides the default; an unset one without a default results in an empty text.
 *
 * Reference: `pkg/utils/yaml_func_env.go` of Atmos.
 */
export function createEnvFunction(lookUp: (name: string) => FoundVariable | undefined): FunctionEvaluator {
  return (call) => {
    const words = functionWords(call.argument);
    if (words === undefined) throw functionFailure(call, "a quote is not closed", USAGE);
    const [name, fallback = "", ...more] = words;
    if (name === undefined) throw functionFailure(call, "the name of a variable is missing", USAGE);
    if (more.length > 0) throw functionFailure(call, "it accepts a name and at most one default", USAGE);
    const found = lookUp(name);
    const text = (found?.value ?? fallback).trim();
    if (text === "") return { ...textNode(text, call.origin), emptyVariable: name };
    return {
      ...textNode(text, call.origin),
      // A default is a literal in the file.
      ...(found === undefined ? {} : { source: found.source }),
      ...(isSecretName(name) ? { secret: true as const } : {}),
    };
  };
}

/** The function `!cwd` or `!cwd PATH`: the working directory, joined with a path. @param join Joins paths as the system does. */
export function createCwdFunction(cwd: string, join: (...parts: string[]) => string): FunctionEvaluator {
  return (call) => textNode(call.argument === "" ? cwd : join(cwd, unquoted(call.argument)), call.origin);
}

/**
 * A function that returns a fact about the working directory, with an optional default: `!repo-root`, `!git.sha`, …
 *
 * @param fact The value; undefined if there is none.
 * @param absence Why there may be none.
 */
export function createFactFunction(
  fact: () => Promise<string | undefined>,
  absence: string,
): FunctionEvaluator {
  return async (call) => {
    const value = await fact();
    if (value !== undefined && value !== "") return textNode(value, call.origin);
    if (call.argument !== "") return textNode(unquoted(call.argument), call.origin);
    throw functionFailure(call, absence, `Add a default: "${call.tag} DEFAULT"`);
  };
}

/** The default bounds of `!random`. Reference: `pkg/utils/yaml_func_random.go` of Atmos. */
const RANDOM_BOUNDS = { min: 0, max: 65_535 };

/**
 * The function `!random`, `!random MAX` or `!random MIN MAX`: an integer, both bounds included.
 *
 * @param random A number from 0 to below 1.
 */
export function createRandomFunction(random: () => number): FunctionEvaluator {
  return (call) => {
    const words = call.argument.split(/\s+/).filter((word) => word !== "");
    const numbers = words.map(Number);
    if (numbers.length > 2 || !words.every((word) => /^-?\d{1,15}$/.test(word))) {
      throw functionFailure(
        call,
        "it accepts at most two integers",
        'Use "!random", "!random MAX" or "!random MIN MAX"',
      );
    }
    const [first, second] = numbers;
    const max = second ?? first ?? RANDOM_BOUNDS.max;
    const min = second === undefined ? RANDOM_BOUNDS.min : first ?? RANDOM_BOUNDS.min;
    if (min > max) throw functionFailure(call, "the minimum is greater than the maximum");
    const value = min + Math.floor(random() * (max - min + 1));
    return { kind: "scalar", value, raw: String(value), quoted: false, origin: call.origin };
  };
}

function unquoted(argument: string): string {
  const words = functionWords(argument);
  const [only = "", ...more] = words ?? [];
  return words === undefined || more.length > 0 ? argument : only;
}

/** A word: quoted, with a doubled quote for a literal one, or anything up to white space. */
const WORD_REGEXP = /\s*(?:"((?:[^"]|"")*)"(?=\s|$)|'((?:[^']|'')*)'(?=\s|$)|([^\s"'][^\s]*))/uy;

/** Splits the argument of a function as Atmos does; undefined for an unclosed quote. Empty words are dropped. */
export function functionWords(text: string): string[] | undefined {
  const words: string[] = [];
  WORD_REGEXP.lastIndex = 0;
  let end = 0;
  for (let match = WORD_REGEXP.exec(text); match !== null; match = WORD_REGEXP.exec(text)) {
    end = WORD_REGEXP.lastIndex;
    const word = match[1]?.replaceAll('""', '"') ?? match[2]?.replaceAll("''", "'") ?? match[3] ?? "";
    if (word.trim() !== "") words.push(word.trim());
  }
  return text.slice(end).trim() === "" ? words : undefined;
}
