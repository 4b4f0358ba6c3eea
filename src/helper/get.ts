import { findRegistryPin } from "../app/pins/find_pin.ts";
import { getCredential } from "../app/credential/get_credential.ts";
import { locateCredential } from "../app/credential/locate_credential.ts";
import { AtmosEcrError } from "../domain/errors/errors.ts";
import { pinsDirectory } from "../domain/files/app_directories.ts";
import { getReply, NOT_FOUND } from "../domain/helper/replies.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import { readRequest, type RequestInput } from "../domain/helper/request.ts";
import { failureLine, notPinnedLine, requestLine, staleLine } from "../domain/helper/words.ts";
import { findRegistry } from "../domain/registry/parse_host.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { HelperPorts } from "./helper_ports.ts";
import { type HelperExitCode, isPinnedOnly } from "./serve.ts";

/**
 * `get`: the login of a registry. Where there is none, the sentence that lets clients go on without, and for people the cause.
 *
 * @param name The name that the helper was called by.
 */
export async function serveGet(
  name: string,
  input: RequestInput,
  ports: HelperPorts,
): Promise<HelperExitCode> {
  const { streams, environment } = ports;
  const request = readRequest(input);
  if (request.kind === "invalid") return notFound(ports, requestLine(request.state));
  const registry = findRegistry(request.text);
  if (registry === undefined) return notFound(ports);
  let pin: RegistryPin | undefined;
  try {
    pin = await findRegistryPin(registry, ports);
    if (pin === undefined && isPinnedOnly(name)) {
      const isVariableSet = (environment.get("DOCKER_CONFIG") ?? "") !== "";
      return notFound(
        ports,
        notPinnedLine(registry.host, { directory: pinsDirectory(environment), isVariableSet }),
      );
    }
    const credential = await getCredential(await locateCredential(registry, pin, ports), ports);
    streams.out(`${getReply(request.text, credential.token)}\n`);
    if (credential.kind === "stale") streams.err(`${staleLine(credential.error, credential.token)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    const silent = pin === undefined && mayBeAnonymous(registry, error);
    return notFound(ports, silent ? undefined : failureLine(error, pin));
  }
}

/** Whether nobody expects a login: images of ECR Public need none, and who has no credentials did not ask for one. */
function mayBeAnonymous(registry: Registry, error: AtmosEcrError): boolean {
  return registry.service === "ecr-public" && error.code === "AWS_CREDENTIALS_MISSING";
}

function notFound({ streams }: HelperPorts, line?: string): HelperExitCode {
  streams.out(`${NOT_FOUND}\n`);
  if (line !== undefined) streams.err(`${line}\n`);
  return 1;
}
