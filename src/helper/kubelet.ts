import { credentialLabel, getCredential } from "../app/credential/get_credential.ts";
import {
  type LocatedCredential,
  locatePodCredential,
  resolveCacheKey,
} from "../app/credential/locate_credential.ts";
import { findRegistryPin } from "../app/pins/find_pin.ts";
import { AtmosEcrError, UsageError } from "../domain/errors/errors.ts";
import { dockerDirectory, machinePinsDirectory } from "../domain/files/app_directories.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import { defectLine, staleLine } from "../domain/helper/words.ts";
import {
  type CredentialRequest,
  credentialResponse,
  MAX_REQUEST_BYTES,
  readCredentialRequest,
} from "../domain/kubelet/plugin_api.ts";
import { checkLines, kubeletFailureLine } from "../domain/kubelet/words.ts";
import { parseRegistry } from "../domain/registry/parse_registry.ts";
import { canonicalHost, type Registry } from "../domain/registry/registry.ts";
import type { HelperPorts } from "./cold_helper.ts";
import { INPUT_TIMES } from "./serve.ts";

/** The argument that shows which identity would pull an image, instead of reading a request. */
const CHECK = "--check";

/**
 * Serves one call of the kubelet: a `CredentialProviderRequest` on standard input, a `CredentialProviderResponse` on standard output. A
 * failure leaves standard output empty; the kubelet logs what is on standard error.
 *
 * Uses the role of the pod's service account, otherwise the identity that the host is pinned to, otherwise the node's credentials.
 *
 * @param args What follows `kubelet`: nothing, or `--check IMAGE`, which shows which identity would pull that image, and calls nothing.
 * @returns The exit code: 1 if a request fails, since the kubelet distinguishes no others; the error's own code for `--check`.
 */
export async function serveKubelet(args: readonly string[], ports: HelperPorts): Promise<number> {
  const { streams } = ports;
  const image = checkedImage(args);
  let known: Pick<LocatedCredential, "podRole"> & { readonly pin?: RegistryPin | undefined } = {};
  try {
    if (image !== undefined) {
      const registry = parseRegistry(image);
      known = { pin: await findRegistryPin(registry, ports) };
      return await check(image, registry, known.pin, ports);
    }
    const request = await readInput(args, ports);
    const { registry, podRole } = request;
    if (podRole !== undefined) known = { podRole };
    else known = { pin: await findRegistryPin(registry, ports) };
    const located = podRole === undefined
      ? await resolveCacheKey(registry, known.pin, ports)
      : locatePodCredential(registry, podRole);
    const credential = await getCredential(located, ports);
    if (credential.kind === "stale") streams.err(`${staleLine(credential.error, credential.token)}\n`);
    streams.out(`${JSON.stringify(credentialResponse(request, credential.token, ports.clock()))}\n`);
    return 0;
  } catch (error) {
    const isForeseen = error instanceof AtmosEcrError;
    const directory = dockerDirectory(ports.environment);
    streams.err(`${isForeseen ? kubeletFailureLine(error, known, directory) : defectLine(error)}\n`);
    return isForeseen && image !== undefined ? error.exitCode : 1;
  }
}

/** Shows which identity would pull an image. Ignores service accounts, which only a pod has. */
async function check(
  image: string,
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: HelperPorts,
): Promise<0> {
  const located = await resolveCacheKey(registry, pin, ports);
  const label = credentialLabel(located, ports.environment);
  const isOfMachine = pin !== undefined &&
    (await ports.pins.survey()).ofMachine?.includes(canonicalHost(registry)) === true;
  const directories = [ports.pins.path, machinePinsDirectory(ports.environment)];
  const places = pin === undefined ? directories : directories.slice(isOfMachine ? 1 : 0).slice(0, 1);
  const pinsPlace = places.filter((path) => path !== undefined).join(" or ");
  const lines = checkLines({ image, registry, pin, principal: label, pinsPlace });
  ports.streams.outWords(lines.map((line) => `${line}\n`).join(""));
  return 0;
}

function checkedImage([first = "", second, ...rest]: readonly string[]): string | undefined {
  if (first === CHECK && second !== undefined && rest.length === 0) return second;
  return first.startsWith(`${CHECK}=`) && second === undefined ? first.slice(CHECK.length + 1) : undefined;
}

async function readInput(args: readonly string[], { streams }: HelperPorts): Promise<CredentialRequest> {
  if (args.length > 0) {
    throw new UsageError("Cannot run kubelet with these arguments", {
      hint: `Pass a request on standard input, or only ${CHECK} IMAGE, without global options`,
    });
  }
  const input = await streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES });
  if (input.kind === "bytes") return readCredentialRequest(input.bytes);
  const state = input.kind === "timeout"
    ? "the input did not end in time"
    : input.kind === "failed"
    ? input.state
    : "it is longer than 64 KiB";
  throw new UsageError(`Cannot read a request from standard input: ${state}`, {
    hint: "The kubelet runs this command; see docs/kubernetes",
  });
}
