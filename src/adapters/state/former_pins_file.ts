import type { FormerPins } from "../../ports/state.ts";

/** The file of pins of earlier versions. Without `node:` modules: a cache hit checks for it. */
export class FormerPinsFile implements FormerPins {
  readonly #path: string | undefined;

  /** @param path See `formerPinsPath`; undefined without a home directory. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  exist(): boolean {
    if (this.#path === undefined) return false;
    try {
      Deno.lstatSync(this.#path);
      return true;
    } catch (error) {
      return !(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory);
    }
  }

  naming(hosts: readonly string[]): string | undefined {
    if (!this.exist()) return undefined;
    try {
      if (!Deno.statSync(this.#path ?? "").isFile) return this.#path;
      const { pins } = JSON.parse(Deno.readTextFileSync(this.#path ?? ""));
      return hosts.some((host) => Object.hasOwn(pins, host)) ? this.#path : undefined;
    } catch {
      // Damaged or unreadable: it may have named the registry.
      return this.#path;
    }
  }
}
