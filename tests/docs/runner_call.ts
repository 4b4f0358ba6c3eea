/** A call of the program, and what it finds. */
export interface RunnerCall {
  readonly args: readonly string[];
  readonly cwd: string;
  /** All variables. */
  readonly env: Readonly<Record<string, string>>;
}
