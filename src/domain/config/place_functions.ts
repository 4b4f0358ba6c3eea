import { type FunctionEvaluator, functionFailure } from "./evaluate_functions.ts";
import { functionWords } from "./function_words.ts";
import { textNode } from "./text_node.ts";

/**
 * The function `!cwd` or `!cwd PATH`: the working directory, joined with a path.
 *
 * @param join Joins paths as the system does.
 */
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
