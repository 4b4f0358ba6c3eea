import { join } from "node:path";
import { type NeededEntries, neededPaths } from "../../../domain/auth/model/needed_entries.ts";
import type { FunctionNode, MappingNode } from "../../../domain/config/config_node.ts";
import {
  createCwdFunction,
  createEnvFunction,
  createRandomFunction,
  type FoundVariable,
} from "../../../domain/config/yaml_functions.ts";
import {
  evaluateFunctions,
  type EvaluationOptions,
  type FunctionEvaluator,
} from "../../../domain/config/evaluate_functions.ts";
import { isPromotable, type VariableValue } from "../../../domain/config/atmos_variables.ts";
import { withSource } from "../../../domain/config/config_tree.ts";
import type { HiddenValues } from "../../../domain/config/hidden_values.ts";
import type { LoadScope } from "../files/load_scope.ts";
import { createExecFunction, type ExecScope } from "./exec_function.ts";
import { gitFunctions } from "./git_functions.ts";
import { includeFunctions, isRemoteInclude } from "./include_function.ts";

/** What evaluating functions needs. */
export interface EvaluationScope extends LoadScope, ExecScope {
  /** Filled with results that no message may repeat. */
  readonly hidden: HiddenValues;
}

/** Sections of `auth` whose entries are evaluated individually, when they are needed. */
const ENTRY_SECTIONS: readonly string[] = ["providers", "identities", "integrations"];

/** Functions about the working directory and its repository. */
const PLACE_REGEXP = /^!(?:git\.|repo-root$|cwd$|random$)/;

/** Functions that are also evaluated where nothing needs them, as they only read here. */
export const CHECKED_REGEXP = /^!(?:include(?:\.raw)?|repo-root|git\..+)$/;

/** The functions of one load: what is evaluated, and when. */
export class Evaluation {
  readonly evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /** What configuration files set for Atmos, by name; the environment overrides it. */
  promoted: ReadonlyMap<string, VariableValue> = new Map();
  readonly #context: EvaluationScope;

  constructor(context: EvaluationScope) {
    this.#context = context;
    const evaluators = new Map<string, FunctionEvaluator>([
      ["!env", createEnvFunction((name) => this.#find(name))],
      ["!exec", createExecFunction(context)],
      ...includeFunctions(context),
      ...gitFunctions(context.gitRoot, context.files),
      ["!cwd", createCwdFunction(context.cwd, join)],
      ["!random", createRandomFunction(Math.random)],
      ["!unset", () => undefined],
    ]);
    this.evaluators = new Map([...evaluators].map(([tag, evaluator]) => [tag, this.#noting(tag, evaluator)]));
  }

  /** Marks the results of a function, and records those that no message may repeat. */
  #noting(tag: string, evaluator: FunctionEvaluator): FunctionEvaluator {
    return async (call, path) => {
      const value = await evaluator(call, path);
      if (value === undefined) return undefined;
      this.#context.hidden.addTree(value);
      if (tag === "!exec") return withSource(value, { kind: "command" });
      return PLACE_REGEXP.test(tag) ? withSource(value, { kind: "place", tag }) : value;
    };
  }

  #find(name: string): FoundVariable | undefined {
    const value = this.#context.variable(name);
    if (value !== undefined) return { value, source: { kind: "variable", name } };
    const set = this.promoted.get(name);
    return set && { value: set.value, source: set.source ?? { kind: "setting", name } };
  }

  /** Evaluates what determines the rest: `profiles`, `logs`, and what `env` sets for Atmos. */
  async early(tree: MappingNode): Promise<MappingNode> {
    return await this.#evaluate(
      tree,
      ["profiles", "env", "logs"],
      (_call, [section, key]) =>
        section === "env" && key !== undefined && key !== "<<" && !isPromotable(key.toUpperCase()),
    );
  }

  /**
   * Evaluates the functions under `auth` and `logs`, except those that run or fetch something for an entry, which are deferred. What is
   * never allowed is rejected immediately.
   */
  async auth(tree: MappingNode): Promise<MappingNode> {
    return await this.#evaluate(
      tree,
      ["auth", "logs"],
      async (call, path) =>
        canWait(path) && hasEffect(call) && await this.#context.trust.isTrustedOrigin(call.origin),
    );
  }

  /** Reads local includes, and what the repository says, outside the sections that this program uses. */
  async elsewhere(tree: MappingNode): Promise<MappingNode> {
    const sections = [...tree.entries.keys()].filter((key) => key !== "auth" && key !== "logs");
    return await this.#evaluate(
      tree,
      sections,
      (call) => !CHECKED_REGEXP.test(call.tag) || isRemoteInclude(call),
    );
  }

  /** Evaluates the deferred functions of some entries and of their bases. */
  async entries(tree: MappingNode, needed: NeededEntries): Promise<MappingNode> {
    let current = tree;
    for (let known = 0;;) {
      const wanted = neededPaths(current, needed);
      if (wanted.size === known) return current;
      known = wanted.size;
      current = await this.#evaluate(
        current,
        ["auth"],
        (_call, [, section, name]) => !wanted.has(`${section}/${name}`),
      );
    }
  }

  #evaluate(
    tree: MappingNode,
    sections: readonly string[],
    putOff: NonNullable<EvaluationOptions["putOff"]>,
  ): Promise<MappingNode> {
    return evaluateFunctions(tree, { sections, evaluators: this.evaluators, putOff });
  }
}

/** Whether a function does more than read. */
function hasEffect(call: FunctionNode): boolean {
  return call.misapplied !== true && (call.tag === "!exec" || isRemoteInclude(call));
}

/** Whether a place in `auth` is inside an entry that is not always needed. */
function canWait([section, key = "", name]: readonly string[]): boolean {
  // Every operation needs the realm.
  if (section !== "auth" || key === "" || key === "realm") return false;
  return !ENTRY_SECTIONS.includes(key) || name !== undefined;
}
