import type { ProgramResult, RunOptions, Sandbox } from "../support/sandbox.ts";

/** One check, as in the JSON of `doctor`. */
type Check = Readonly<Record<"id" | "status" | "message" | "hint", string>>;

/** The machine's own settings are nobody's business. */
const QUIET = { PATH: "/usr/bin:/bin" };

/** The checks of a result, by ID. */
export function checksOf({ stdout }: ProgramResult): ReadonlyMap<string, Check> {
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Check[] };
  return new Map(checks.map((check) => [check.id, check]));
}

/** Runs `doctor` without a call of AWS. */
export function doctor(sandbox: Sandbox, options: RunOptions = {}): Promise<ProgramResult> {
  return sandbox.run(["doctor", "--offline", "-o", "json"], {
    ...options,
    env: { ...QUIET, ...options.env },
  });
}
