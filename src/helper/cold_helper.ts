import { forgetTokens } from "../app/credential/forget_tokens.ts";
import { type CredentialPorts, getCredential } from "../app/credential/get_credential.ts";
import { resolveCacheKey } from "../app/credential/locate_credential.ts";
import { findRegistryPin } from "../app/pins/find_pin.ts";
import { AtmosEcrError } from "../domain/errors/errors.ts";
import { pinsDirectory } from "../domain/files/app_directories.ts";
import {
  getReply,
  MAX_REQUEST_BYTES,
  NOT_FOUND,
  readRequest,
  type RequestInput,
} from "../domain/helper/protocol.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import {
  helperUsage,
  helperVerb,
  isHelpRequest,
  listReply,
  MAX_STORE_BYTES,
  readStoreRequest,
  versionReply,
} from "../domain/helper/verbs.ts";
import { defectLine, failureLine, notPinnedLine, requestLine, staleLine } from "../domain/helper/words.ts";
import { findRegistry, type Registry } from "../domain/registry/registry.ts";
import type { ProtocolStreams } from "../ports/process.ts";
import {
  type CacheMissHandler,
  type HelperCall,
  type HelperExitCode,
  INPUT_TIMES,
  isPinnedOnly,
} from "./serve.ts";

/** What the helper needs if the cache has no fresh token. */
export interface HelperPorts extends CredentialPorts {
  readonly streams: ProtocolStreams;
  readonly version: string;
}

/** The part of the helper that a cache hit does not need. */
export function coldHelper(ports: HelperPorts): CacheMissHandler {
  return {
    get: (name, input) => guarded(ports, () => serveGet(name, input, ports)),
    serve: (call) => guarded(ports, () => serveCall(call, ports)),
  };
}

/** A bug of ours must not look like a response, nor stop Docker from continuing. */
async function guarded(ports: HelperPorts, serve: () => Promise<HelperExitCode>): Promise<HelperExitCode> {
  try {
    return await serve();
  } catch (error) {
    return notFound(ports, defectLine(error));
  }
}

async function serveCall({ name, args }: HelperCall, ports: HelperPorts): Promise<HelperExitCode> {
  switch (helperVerb(args)) {
    case "list":
      return await serveList(ports);
    case "store":
      return await serveStore(ports);
    case "erase":
      return await serveErase(ports);
    case "version":
      return answer(ports, versionReply(name, ports.version));
    default:
      return isHelpRequest(args)
        ? answer(ports, helperUsage(name, []))
        : answer(ports, helperUsage(name, args), 1);
  }
}

/** The user name of every ECR login. Reference: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const USER_NAME = "AWS";

/**
 * `list`: the pinned registries, and those with a token that has not expired. Requests no token. Clients such as regctl use the list to
 * decide which registries to ask for. Standard input is ignored.
 */
async function serveList(ports: HelperPorts): Promise<HelperExitCode> {
  const cached = await ports.cache.hosts();
  // An unusable pin does not hide the others; `get` reports it.
  const pinned = (await ports.pins.survey()).pins.map(({ host }) => host);
  return answer(ports, listReply([...pinned, ...cached].map((host) => ({ host, username: USER_NAME }))));
}

/** `erase`: drops the cached tokens of a registry. A missing token, or a registry that is not ours, counts as erased. */
async function serveErase(ports: HelperPorts): Promise<HelperExitCode> {
  const request = readRequest(await ports.streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES }));
  if (request.kind === "invalid") return answer(ports, requestLine(request.state), 1);
  const registry = findRegistry(request.text);
  const [failure] = registry === undefined ? [] : (await forgetTokens([registry], ports.cache)).values();
  return failure === undefined ? 0 : answer(ports, failureLine(failure, undefined), 1);
}

/**
 * `store`: succeeds without effect, since `get` requests and renews ECR tokens. Logins of other registries are rejected: accepting them
 * would make `docker login` report success falsely. `AWS_ECR_IGNORE_CREDS_STORAGE=true`, as in amazon-ecr-credential-helper, accepts those
 * too.
 */
async function serveStore(ports: HelperPorts): Promise<HelperExitCode> {
  const input = await ports.streams.read({ maxBytes: MAX_STORE_BYTES, ...INPUT_TIMES });
  if (ports.environment.get("AWS_ECR_IGNORE_CREDS_STORAGE") === "true") return 0;
  if (input.kind === "failed") return answer(ports, `the login cannot be read: ${input.state}`, 1);
  if (input.kind !== "bytes") return answer(ports, "the login is longer than 64 KiB, or incomplete", 1);
  const request = readStoreRequest(input.bytes);
  if (request.kind === "invalid") return answer(ports, request.message, 1);
  if (findRegistry(request.serverUrl) !== undefined) return 0;
  return answer(ports, "atmos-ecr only stores logins for Amazon ECR", 1);
}

/** `get`: the login of a registry. Without one, writes the sentence that lets clients continue, and the cause for the user. */
async function serveGet(name: string, input: RequestInput, ports: HelperPorts): Promise<HelperExitCode> {
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
    const credential = await getCredential(await resolveCacheKey(registry, pin, ports), ports);
    answer(ports, getReply(request.text, credential.token));
    if (credential.kind === "stale") streams.err(`${staleLine(credential.error, credential.token)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    const silent = pin === undefined && mayBeAnonymous(registry, error);
    return notFound(ports, silent ? undefined : failureLine(error, pin));
  }
}

/** Whether no login is expected: images of ECR Public need none, and without credentials none was asked for. */
function mayBeAnonymous(registry: Registry, error: AtmosEcrError): boolean {
  return registry.service === "ecr-public" && error.code === "AWS_CREDENTIALS_MISSING";
}

function notFound(ports: HelperPorts, line?: string): HelperExitCode {
  answer(ports, NOT_FOUND);
  if (line !== undefined) ports.streams.err(`${line}\n`);
  return 1;
}

function answer({ streams }: HelperPorts, line: string, exitCode: HelperExitCode = 0): HelperExitCode {
  streams.out(`${line}\n`);
  return exitCode;
}
