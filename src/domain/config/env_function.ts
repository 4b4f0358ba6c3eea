import { type FunctionEvaluator, functionFailure } from "./evaluate_functions.ts";

/**
 * The function `!env NAME` or `!env NAME default`: the value of an environment variable, always a text, trimmed. A variable that is
 * set and empty wins over the default; one that is missing without a default gives an empty text.
 *
 * Reference: `pkg/utils/yaml_func_env.go` of Atmos.
 *
 * @param variable The value of a variable; undefined when it is unset.
 */
export function createEnvFunction(variable: (name: string) => string | undefined): FunctionEvaluator {
  return (call) => {
    const words = splitWords(call.argument);
    if (words === undefined) throw functionFailure(call, "a quote is not closed", USAGE);
    const [name, fallback = "", ...more] = words;
    if (name === undefined) throw functionFailure(call, "the name of a variable is missing", USAGE);
    if (more.length > 0) throw functionFailure(call, "it takes a name and at most one default", USAGE);
    const value = (variable(name) ?? fallback).trim();
    return { kind: "scalar", value, raw: value, quoted: true, origin: call.origin };
  };
}

const USAGE = `Write "!env NAME" or !env 'NAME "a default of several words"'`;

/** A word: quoted, with the doubled quote standing for itself, or anything up to white space. */
const WORD_REGEXP = /\s*(?:"((?:[^"]|"")*)"(?=\s|$)|'((?:[^']|'')*)'(?=\s|$)|([^\s"'][^\s]*))/uy;

/** Splits the way Atmos does; undefined when a quote is not closed. Empty words are dropped. */
function splitWords(text: string): string[] | undefined {
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
