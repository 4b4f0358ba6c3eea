import type { RequestInput } from "../domain/helper/protocol.ts";
import { findRegistry } from "../domain/registry/registry.ts";
import type { InputLimits, ProtocolStreams } from "../ports/process.ts";

/** A larger input is not a request for a host. */
const MAX_HEARD_BYTES = 64 * 1024;

/** The standard streams, recording what a log may contain: the requested host, and standard error. */
export class HeardStreams implements ProtocolStreams {
  /** The text written to standard error. */
  said = "";
  readonly #streams: ProtocolStreams;
  #input = "";

  constructor(streams: ProtocolStreams) {
    this.#streams = streams;
  }

  /** The requested registry; undefined if the input names none. */
  get host(): string | undefined {
    // The kubelet sends JSON with an image.
    const named = /"image"\s*:\s*"([^"]*)"/.exec(this.#input)?.[1] ?? this.#input.trim();
    return findRegistry(named)?.host;
  }

  async read(limits: InputLimits): Promise<RequestInput> {
    const input = await this.#streams.read(limits);
    if (input.kind === "bytes" && input.bytes.length <= MAX_HEARD_BYTES) {
      this.#input = new TextDecoder().decode(input.bytes);
    }
    return input;
  }

  out(text: string): void {
    this.#streams.out(text);
  }

  outWords(text: string): void {
    this.#streams.outWords(text);
  }

  err(text: string): void {
    this.said += text;
    this.#streams.err(text);
  }
}
