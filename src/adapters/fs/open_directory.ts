import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { systemErrorCode } from "./system_error.ts";

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;

/** Where Linux exposes open descriptors: names below one are looked up in the open directory. Reference: proc(5). */
const DESCRIPTORS = "/proc/self/fd";

/** The paths below {@linkcode DESCRIPTORS} that are in use. */
const used = new Set<string>();

/** A directory that is held open. */
export class OpenDirectory implements Disposable {
  readonly stats: Stats;
  readonly handle: number;
  #descriptor: string | undefined;

  /** @param followsLinks Whether the last part of the path may be a link. System errors are passed on. */
  constructor(path: string, { followsLinks }: { readonly followsLinks: boolean }) {
    this.handle = openSync(path, O_RDONLY | O_DIRECTORY | (followsLinks ? 0 : O_NOFOLLOW));
    this.stats = fstatSync(this.handle);
  }

  /**
   * The path through its descriptor, which cannot be redirected while it is open. Undefined if the system has none, or the runtime does not
   * allow it: it requires all permissions.
   */
  get place(): string | undefined {
    this.#descriptor ??= this.#findDescriptor();
    return this.#descriptor === undefined ? undefined : join(DESCRIPTORS, this.#descriptor);
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) used.delete(this.#descriptor);
    closeSync(this.handle);
  }

  #findDescriptor(): string | undefined {
    if (Deno.build.os !== "linux") return undefined;
    try {
      // The handle is the descriptor; in Deno 2.6 it is the runtime's own number.
      const names = [String(this.handle), ...readdirSync(DESCRIPTORS)];
      const found = names.find((name) => !used.has(name) && this.#isBehind(name));
      if (found !== undefined) used.add(found);
      return found;
    } catch (error) {
      // The runtime does not allow it, or there is no `/proc`.
      if (error instanceof Deno.errors.NotCapable || systemErrorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  #isBehind(name: string): boolean {
    const path = join(DESCRIPTORS, name);
    try {
      const { dev, ino } = statSync(path);
      return dev === this.stats.dev && ino === this.stats.ino && lstatSync(path).isSymbolicLink();
    } catch (error) {
      // Closed meanwhile.
      if (systemErrorCode(error) === "ENOENT") return false;
      throw error;
    }
  }
}
