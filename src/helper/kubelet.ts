import { getCredential } from "../app/get_credential.ts";
import { locateCredential } from "../app/locate_credential.ts";
import { AtmosEcrError, UsageError } from "../domain/errors/errors.ts";
import { defectLine, failureLine, staleLine } from "../domain/helper/words.ts";
import {
  type CredentialRequest,
  MAX_REQUEST_BYTES,
  readCredentialRequest,
} from "../domain/kubelet/credential_request.ts";
import { credentialResponse } from "../domain/kubelet/credential_response.ts";
import type { HelperPorts } from "./helper_ports.ts";
import { type HelperExitCode, INPUT_TIMES } from "./serve.ts";

/**
 * Serves one call of the kubelet: a `CredentialProviderRequest` on standard input, a `CredentialProviderResponse` on standard output.
 * A failure leaves standard output empty; the kubelet logs what is on standard error.
 *
 * @param args What follows `kubelet`: nothing.
 */
export async function serveKubelet(args: readonly string[], ports: HelperPorts): Promise<HelperExitCode> {
  const { streams, clock } = ports;
  try {
    const request = await readInput(args, ports);
    const located = await locateCredential(request.registry, await ports.pins.all(), ports);
    try {
      const credential = await getCredential(located, ports);
      if (credential.kind === "stale") streams.err(`${staleLine(credential.error, credential.token)}\n`);
      streams.out(`${JSON.stringify(credentialResponse(request, credential.token, clock()))}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof AtmosEcrError)) throw error;
      streams.err(`${failureLine(error, located.pin)} (${error.code})\n`);
      return 1;
    }
  } catch (error) {
    streams.err(
      error instanceof AtmosEcrError
        ? `${failureLine(error, undefined)} (${error.code})\n`
        : `${defectLine(error)}\n`,
    );
    return 1;
  }
}

async function readInput(args: readonly string[], { streams }: HelperPorts): Promise<CredentialRequest> {
  if (args.length > 0) {
    throw new UsageError("Cannot run kubelet with arguments", { hint: "It reads standard input" });
  }
  const input = await streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES });
  if (input.kind === "bytes") return readCredentialRequest(input.bytes);
  const state = input.kind === "timeout" ? "it did not end" : "it is longer than 64 KiB";
  throw new UsageError(`Cannot read a request from standard input: ${state}`, {
    hint: "The kubelet runs this command; see docs/kubernetes",
  });
}
