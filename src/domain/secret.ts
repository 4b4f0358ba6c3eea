/** Replaces a secret wherever it might be shown. */
export const REDACTED = "[redacted]";

/**
 * A text that must never be shown. Printing, interpolating, logging or serializing it yields `[redacted]`; only {@linkcode Secret.expose},
 * which is easy to search for, returns the text.
 */
export class Secret {
  readonly #text: string;

  /** Wraps a text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The text, for the one call or file that needs it. */
  expose(): string {
    return this.#text;
  }

  /** `[redacted]`. */
  toString(): string {
    return REDACTED;
  }

  /** `[redacted]`. */
  toJSON(): string {
    return REDACTED;
  }

  /** Used by `console.log` in Deno. Reference: https://docs.deno.com/api/deno/~/Deno.customInspect */
  [Symbol.for("Deno.customInspect")](): string {
    return REDACTED;
  }

  /** Used by `console.log` in Node. Reference: https://nodejs.org/api/util.html#utilinspectcustom */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
