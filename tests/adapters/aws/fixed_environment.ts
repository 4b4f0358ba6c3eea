import type { Environment } from "../../../src/ports/process.ts";

/** An environment with exactly the given variables. */
export class FixedEnvironment implements Environment {
  readonly cwd = "/";
  readonly os = "linux";
  readonly #variables: Readonly<Record<string, string>>;

  /** A home that does not exist keeps the shared files of this machine out. */
  constructor(variables: Readonly<Record<string, string>> = {}) {
    this.#variables = { HOME: "/nonexistent", ...variables };
  }

  get(name: string): string | undefined {
    return this.#variables[name];
  }
}
