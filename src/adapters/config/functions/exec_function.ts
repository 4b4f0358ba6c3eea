import { textNode } from "../../../domain/config/config_node.ts";
import { type FunctionEvaluator, functionFailure } from "../../../domain/config/evaluate_functions.ts";
import { jsonNode } from "../../../domain/config/json_node.ts";
import { parseJson } from "../../../domain/files/json_fields.ts";
import { asSecret } from "../../../domain/config/config_tree.ts";
import { printsSecret } from "../../../domain/config/secret_keys.ts";
import type { LoadScope } from "../files/load_scope.ts";
import type { Shell } from "./shell.ts";

/** What running a command needs. */
export interface ExecScope extends Pick<LoadScope, "cwd" | "trust"> {
  readonly shell: Shell;
}

/**
 * The function `!exec COMMAND`: the output of a command in a trusted file, without trailing line ends. JSON output becomes a value,
 * anything else a text. The command runs in the working directory.
 *
 * Reference: `pkg/utils/yaml_func_exec.go` of Atmos.
 */
export function createExecFunction({ shell, cwd, trust }: ExecScope): FunctionEvaluator {
  return async (call) => {
    if (!await trust.isTrustedOrigin(call.origin)) {
      throw await trust.refusal(`Cannot evaluate "!exec"`, "it runs a program", call.origin);
    }
    if (call.argument === "") throw functionFailure(call, "the command is missing", `Use "!exec COMMAND"`);
    const result = await shell(call.argument, trust.directoryOf(call.origin) ?? cwd);
    if (result.kind === "failed") throw functionFailure(call, result.state);
    if (result.code !== 0) {
      const state = `the command exited with code ${result.code}`;
      throw functionFailure(call, state, "Run the command by hand to see why");
    }
    const text = result.stdout.replace(/\n+$/, "");
    const value = parseJson(text);
    const node = value === undefined ? textNode(text, call.origin) : jsonNode(value, text, call.origin);
    if (node === undefined) {
      throw functionFailure(call, "the output of the command is too large or too deeply nested");
    }
    return printsSecret(call) ? asSecret(node) : node;
  };
}
