/** The process environment, as it was when the program started. */
export interface Environment {
  /** Value of a variable; undefined when unset. An empty value is returned as `""`. */
  get(name: string): string | undefined;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The operating system, in Deno's words. */
  readonly os: "linux" | "darwin" | "windows" | "other";
}
