import { appendAnswer } from "../adapters/system/answer_log_file.ts";
import { answerLine } from "../domain/helper/answer_line.ts";
import type { RequestInput } from "../domain/helper/protocol.ts";
import { findRegistry } from "../domain/registry/registry.ts";
import type { ProtocolStreams } from "../ports/process.ts";

/** A larger input is not a request for a host. */
const MAX_HEARD_BYTES = 64 * 1024;

/**
 * Serves a call, and logs a line about it (`ATMOS_ECR_LOG`): the requested registry, and what is written to standard error.
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
  let request = "";
  let said = "";
  const at = new Date();
  const exitCode = await serve({
    async read(limits): Promise<RequestInput> {
      const input = await streams.read(limits);
      if (input.kind === "bytes" && input.bytes.length <= MAX_HEARD_BYTES) {
        request = new TextDecoder().decode(input.bytes);
      }
      return input;
    },
    out: (text) => streams.out(text),
    outWords: (text) => streams.outWords(text),
    err(text): void {
      said += text;
      streams.err(text);
    },
  });
  // The kubelet sends JSON with an image.
  const named = /"image"\s*:\s*"([^"]*)"/.exec(request)?.[1] ?? request.trim();
  const host = findRegistry(named)?.host;
  appendAnswer(path, answerLine({ at, call, host, exitCode, tookMs: Date.now() - at.getTime(), said }));
  return exitCode;
}
