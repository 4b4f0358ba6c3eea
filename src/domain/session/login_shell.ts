/** Value of a variable; undefined when unset. */
type Variable = (name: string) => string | undefined;

/** A shell, and how to start it. */
export interface LoginShell {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The shells to try, in this order: the named one, otherwise that of `ATMOS_SHELL` or `SHELL` (`COMSPEC` on Windows), otherwise the usual
 * ones.
 *
 * Reference: `ExecAuthShellCommand` in `internal/exec/shell_utils.go` of Atmos; without arguments, a login shell.
 */
export function loginShells(
  { named, args, variable, os }: {
    readonly named: string | undefined;
    readonly args: readonly string[];
    readonly variable: Variable;
    readonly os: string;
  },
): readonly LoginShell[] {
  const isWindows = os === "windows";
  const chosen = [named, variable("ATMOS_SHELL"), variable(isWindows ? "COMSPEC" : "SHELL")]
    .find((program) => program !== undefined && program !== "");
  const programs = chosen !== undefined ? [chosen] : isWindows ? ["cmd.exe"] : ["bash", "sh"];
  return programs.map((program) => ({ program, args: args.length > 0 || isWindows ? args : ["-l"] }));
}

/** The nesting level of the new shell. */
export function nextShellLevel(variable: Variable): string {
  const level = variable("ATMOS_SHLVL") ?? "";
  return /^\d{1,6}$/.test(level) ? String(Number(level) + 1) : "1";
}
