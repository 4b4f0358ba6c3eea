/**
 * The log of the helper (`ATMOS_ECR_LOG`): not loaded without that variable.
 *
 * @module
 */

import { appendAnswer } from "../adapters/system/answer_log_file.ts";
import { answerLine } from "../domain/helper/answer_line.ts";
import type { RequestInput } from "../domain/helper/protocol.ts";
import { findRegistry } from "../domain/registry/registry.ts";
import type { InputLimits, ProtocolStreams } from "../ports/process.ts";

/**
 * Serves a call, and logs a line about it.
 *
 * @param call The verb, or `kubelet`.
 * @param serve Serves the call on the given streams.
 */
export async function serveLogged(
  { path, call, streams }: {
    readonly path: string;
    readonly call: string;
    readonly streams: ProtocolStreams;
  },
  serve: (streams: ProtocolStreams) => Promise<number>,
): Promise<number> {
  const heard = new HeardStreams(streams);
  const at = new Date();
  const exitCode = await serve(heard);
  const { host, said } = heard;
  appendAnswer(path, answerLine({ at, call, host, exitCode, tookMs: Date.now() - at.getTime(), said }));
  return exitCode;
}

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
