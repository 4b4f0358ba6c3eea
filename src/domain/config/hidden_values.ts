import { escapeText } from "../text/escape.ts";
import type { ConfigNode } from "./config_node.ts";
import { sourceName } from "./origin.ts";
import { type Problem, problemError, problemOfError } from "./problem.ts";
import { isPublicVariable } from "./public_variables.ts";

/** Shorter texts, such as `dev`, are too common: they are only hidden if a message quotes them as a whole. */
const MIN_HIDDEN_LENGTH = 8;

/** Values of variables and other files, which messages do not repeat, and what they name instead: the source. */
export class HiddenValues {
  readonly #names = new Map<string, string>();

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** Adds the values of variables and other files in a tree, except those of public variables. */
  addTree(node: ConfigNode): void {
    switch (node.kind) {
      case "sequence":
        return node.items.forEach((item) => this.addTree(item));
      case "mapping":
        for (const { value } of node.entries.values()) this.addTree(value);
        return;
      case "scalar": {
        const { raw, value, source } = node;
        const isShown = source === undefined || source.kind === "command" || source.kind === "setting" ||
          source.kind === "place" || (source.kind === "variable" && isPublicVariable(source.name));
        if (isShown) return;
        for (const text of [raw, typeof value === "string" ? value : raw]) {
          if (text.trim() !== "") this.#names.set(text.trim(), sourceName(source));
        }
      }
    }
  }

  /** A text for a terminal without these values. */
  mask(text: string): string {
    let masked = text;
    for (const [value, source] of this.#names) {
      const name = escapeText(source);
      for (
        const shown of new Set([
          value,
          value.slice(0, 100),
          ...value.split(",").map((part) => part.trim()),
        ])
      ) {
        const written = escapeText(shown);
        if (written === "") continue;
        masked = masked.replaceAll(`"${written}"`, name).replaceAll(`"${written}…"`, name);
        if (written.length >= MIN_HIDDEN_LENGTH) masked = masked.replaceAll(written, name);
      }
    }
    return masked;
  }
}

/** The hidden values in some trees. */
export function hiddenValuesOf(...trees: readonly (ConfigNode | undefined)[]): HiddenValues {
  const hidden = new HiddenValues();
  for (const tree of trees) if (tree !== undefined) hidden.addTree(tree);
  return hidden;
}

/** Problems without such values. */
export function withoutHidden(problems: readonly Problem[], hidden: HiddenValues): Problem[] {
  if (hidden.isEmpty) return [...problems];
  return problems.map((problem) => ({
    ...problem,
    message: hidden.mask(problem.message),
    ...(problem.hint === undefined ? {} : { hint: hidden.mask(problem.hint) }),
  }));
}

/** An error of the configuration without such values; any other error unchanged. */
export function errorWithoutHidden(error: unknown, hidden: HiddenValues): unknown {
  const problem = problemOfError(error);
  if (problem === undefined || hidden.isEmpty) return error;
  const [masked = problem] = withoutHidden([problem], hidden);
  return masked.message === problem.message && masked.hint === problem.hint ? error : problemError(masked);
}
