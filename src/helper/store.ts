import { MAX_STORE_BYTES, readStoreRequest } from "../domain/helper/store_request.ts";
import { findRegistry } from "../domain/registry/parse_host.ts";
import type { HelperPorts } from "./helper_ports.ts";
import { type HelperExitCode, INPUT_TIMES } from "./serve.ts";

/**
 * `store`: succeeds and does nothing, since tokens of ECR are got and renewed by `get`. The login of another registry is refused: to
 * swallow it would make `docker login` lie. With `AWS_ECR_IGNORE_CREDS_STORAGE=true`, which amazon-ecr-credential-helper knows, that
 * is swallowed too.
 */
export async function serveStore({ environment, streams }: HelperPorts): Promise<HelperExitCode> {
  const input = await streams.read({ maxBytes: MAX_STORE_BYTES, ...INPUT_TIMES });
  if (environment.get("AWS_ECR_IGNORE_CREDS_STORAGE") === "true") return 0;
  if (input.kind !== "bytes") return refuse(streams, "the login is longer than 64 KiB, or does not end");
  const request = readStoreRequest(input.bytes);
  if (request.kind === "invalid") return refuse(streams, request.message);
  if (findRegistry(request.serverUrl) === undefined) {
    return refuse(streams, "atmos-ecr keeps no logins but those of Amazon ECR");
  }
  return 0;
}

function refuse(streams: HelperPorts["streams"], message: string): HelperExitCode {
  streams.out(`${message}\n`);
  return 1;
}
