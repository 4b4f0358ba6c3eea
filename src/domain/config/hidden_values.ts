import { escapeText } from "../text/escape.ts";
import type { ConfigNode, ScalarNode } from "./config_node.ts";
import { sourceName } from "./origin.ts";
import { type Problem, problemError, problemOfError } from "./problem.ts";
import { isPublicVariable } from "./secret_keys.ts";

/** Shorter texts, such as `dev`, are too common: they are only hidden if a message quotes them as a whole. */
const MIN_HIDDEN_LENGTH = 8;

/** Values from other sources, which are not shown, and what to show instead. */
export class HiddenValues {
  readonly #names = new Map<string, string>();

  /** Adds the values of variables and other files in a tree, except those of public variables. */
  addTree(node: ConfigNode, isPublic: (name: string) => boolean): void {
    switch (node.kind) {
      case "scalar":
        return this.add(node, isPublic);
      case "sequence":
        return node.items.forEach((item) => this.addTree(item, isPublic));
      case "mapping":
        for (const { value } of node.entries.values()) this.addTree(value, isPublic);
    }
  }

  /** Adds one value. */
  add({ raw, value, source }: ScalarNode, isPublic: (name: string) => boolean): void {
    if (
      source === undefined || source.kind === "command" || source.kind === "setting" ||
      source.kind === "place"
    ) return;
    if (source.kind === "variable" && isPublic(source.name)) return;
    for (const text of [raw, typeof value === "string" ? value : raw]) {
      if (text.trim() !== "") this.#names.set(text.trim(), sourceName(source));
    }
  }

  /** A text without these values. @param escape How the text shows a value. */
  mask(text: string, escape: (value: string) => string): string {
    let masked = text;
    for (const [value, name] of this.#names) {
      for (
        const shown of new Set([
          escape(value),
          escape(value.slice(0, 100)),
          ...value.split(",").map((part) => escape(part.trim())),
        ])
      ) {
        if (shown === "") continue;
        masked = masked.replaceAll(`"${shown}"`, escape(name)).replaceAll(`"${shown}…"`, escape(name));
        if (shown.length >= MIN_HIDDEN_LENGTH) masked = masked.replaceAll(shown, escape(name));
      }
    }
    return masked;
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#names.size === 0;
  }
}

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
