import { forgetTokens } from "../app/credential/forget_tokens.ts";
import { MAX_REQUEST_BYTES, readRequest } from "../domain/helper/request.ts";
import { requestLine } from "../domain/helper/words.ts";
import { findRegistry } from "../domain/registry/parse_host.ts";
import type { HelperPorts } from "./helper_ports.ts";
import { type HelperExitCode, INPUT_TIMES } from "./serve.ts";

/** `erase`: drops the cached tokens of a registry. One that is not there, or not ours, counts as erased. */
export async function serveErase({ cache, streams }: HelperPorts): Promise<HelperExitCode> {
  const request = readRequest(
    await streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES }),
  );
  if (request.kind === "invalid") {
    streams.out(`${requestLine(request.state)}\n`);
    return 1;
  }
  const registry = findRegistry(request.text);
  if (registry !== undefined) await forgetTokens([registry], cache);
  return 0;
}
