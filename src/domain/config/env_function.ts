import { type FunctionEvaluator, functionFailure } from "./evaluate_functions.ts";
import { functionWords } from "./function_words.ts";
import { isSecretName } from "./secret_keys.ts";
import { textNode } from "./text_node.ts";
import type { ValueSource } from "./value_source.ts";

/** The value of a variable, and where it is set. */
export interface FoundVariable {
  readonly value: string;
  readonly source: ValueSource;
}

/**
 * The function `!env NAME` or `!env NAME default`: the value of an environment variable, always a text, trimmed. An empty variable
 * overrides the default; an unset one without a default results in an empty text.
 *
 * Reference: `pkg/utils/yaml_func_env.go` of Atmos.
 *
 * @param variable Reads a variable; undefined if unset.
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

const USAGE = `Use "!env NAME" or !env 'NAME "a default of several words"'`;
