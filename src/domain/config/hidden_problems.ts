import { escapeText } from "../text/escape.ts";
import { isPublicVariable } from "./public_variables.ts";
import type { ConfigNode } from "./config_node.ts";
import { type Problem, problemError, problemOfError } from "./problem.ts";
import { HiddenValues } from "./hidden_values.ts";

/** The values in a tree that come from variables and other files, which messages do not repeat. */
export function hiddenValuesOf(...trees: readonly (ConfigNode | undefined)[]): HiddenValues {
  const hidden = new HiddenValues();
  for (const tree of trees) if (tree !== undefined) hidden.addTree(tree, isPublicVariable);
  return hidden;
}

/** Problems whose texts name the source of such values, instead of the values. */
export function withoutHidden(problems: readonly Problem[], hidden: HiddenValues): Problem[] {
  if (hidden.isEmpty) return [...problems];
  return problems.map((problem) => ({
    ...problem,
    message: hidden.mask(problem.message, escapeText),
    ...(problem.hint === undefined ? {} : { hint: hidden.mask(problem.hint, escapeText) }),
  }));
}

/** An error of the configuration without such values; any other error unchanged. */
export function errorWithoutHidden(error: unknown, hidden: HiddenValues): unknown {
  const problem = problemOfError(error);
  if (problem === undefined || hidden.isEmpty) return error;
  const [masked = problem] = withoutHidden([problem], hidden);
  return masked.message === problem.message && masked.hint === problem.hint ? error : problemError(masked);
}
