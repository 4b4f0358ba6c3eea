/**
 * The log of the helper (`ATMOS_ECR_LOG`): not loaded without that variable.
 *
 * @module
 */
import { appendAnswer } from "../adapters/system/answer_log_file.ts";
import { answerLine } from "../domain/helper/answer_line.ts";
import { HeardStreams } from "../helper/heard_streams.ts";
import type { ProtocolStreams } from "../ports/process.ts";

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
