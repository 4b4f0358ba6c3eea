import type { RequestInput } from "../../src/domain/helper/protocol.ts";
import type { InputLimits, ProtocolStreams } from "../../src/ports/process.ts";

/** Streams in memory. */
export class MemoryStreams implements ProtocolStreams {
  stdout = "";
  stderr = "";
  /** How often the input was read. */
  reads = 0;
  readonly #input: Uint8Array | "never-ends";

  constructor(input: string | Uint8Array | "never-ends" = "") {
    this.#input = typeof input === "string" && input !== "never-ends"
      ? new TextEncoder().encode(input)
      : input as Uint8Array | "never-ends";
  }

  read({ maxBytes }: InputLimits): Promise<RequestInput> {
    this.reads++;
    if (this.#input === "never-ends") return Promise.resolve({ kind: "timeout" });
    return Promise.resolve(
      this.#input.length > maxBytes ? { kind: "too-large" } : { kind: "bytes", bytes: this.#input },
    );
  }

  out(text: string): void {
    this.stdout += text;
  }

  outWords(text: string): void {
    this.stdout += text;
  }

  err(text: string): void {
    this.stderr += text;
  }
}
