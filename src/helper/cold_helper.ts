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

/** The user name of every ECR login. Reference: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const USER_NAME = "AWS";

/**
 * `list`: the pinned registries, and those with a token that has not expired. Requests no token. Clients such as regctl use the list to
 * decide which registries to ask for. Standard input is ignored.
 */
async function serveList({ cache, pins, streams }: HelperPorts): Promise<HelperExitCode> {
  const cached = (await cache.hosts()).map((host) => ({ host, username: USER_NAME }));
  // An unusable pin does not hide the others; `get` reports it.
  const pinned = (await pins.survey()).pins.map(({ host }) => ({ host, username: USER_NAME }));
  streams.out(`${listReply([...pinned, ...cached])}\n`);
  return 0;
}

/** The part of the helper that a cache hit does not need. */
export function coldHelper(ports: HelperPorts): CacheMissHandler {
  return {
    get: (name, input) => guarded(ports, () => serveGet(name, input, ports)),
    serve: (call) => guarded(ports, () => serveCall(call, ports)),
  };
}

async function serveCall({ name, args }: HelperCall, ports: HelperPorts): Promise<HelperExitCode> {
  const verb = helperVerb(args);
  switch (verb) {
    case "list":
      return await serveList(ports);
    case "store":
      return await serveStore(ports);
    case "erase":
      return await serveErase(ports);
    case "version":
      ports.streams.out(`${versionReply(name, ports.version)}\n`);
      return 0;
    default:
      ports.streams.out(`${helperUsage(name, args)}\n`);
      return 1;
  }
}

/** A bug of ours must not look like a response, nor stop Docker from continuing. */
async function guarded(
  { streams }: HelperPorts,
  serve: () => Promise<HelperExitCode>,
): Promise<HelperExitCode> {
  try {
    return await serve();
  } catch (error) {
    streams.out(`${NOT_FOUND}\n`);
    streams.err(`${defectLine(error)}\n`);
    return 1;
  }
}

/** `erase`: drops the cached tokens of a registry. A missing token, or a registry that is not ours, counts as erased. */
async function serveErase({ cache, streams }: HelperPorts): Promise<HelperExitCode> {
  const request = readRequest(await streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES }));
  if (request.kind === "invalid") {
    streams.out(`${requestLine(request.state)}\n`);
    return 1;
  }
  const registry = findRegistry(request.text);
  const [failure] = registry === undefined ? [] : (await forgetTokens([registry], cache)).values();
  if (failure === undefined) return 0;
  streams.out(`${failureLine(failure, undefined)}\n`);
  return 1;
}

/**
 * `store`: succeeds without effect, since `get` requests and renews ECR tokens. Logins of other registries are rejected: accepting them
 * would make `docker login` report success falsely. `AWS_ECR_IGNORE_CREDS_STORAGE=true`, as in amazon-ecr-credential-helper, accepts those
 * too.
 */
async function serveStore({ environment, streams }: HelperPorts): Promise<HelperExitCode> {
  const input = await streams.read({ maxBytes: MAX_STORE_BYTES, ...INPUT_TIMES });
  if (environment.get("AWS_ECR_IGNORE_CREDS_STORAGE") === "true") return 0;
  if (input.kind !== "bytes") return refuse(streams, "the login is longer than 64 KiB, or incomplete");
  const request = readStoreRequest(input.bytes);
  if (request.kind === "invalid") return refuse(streams, request.message);
  if (findRegistry(request.serverUrl) === undefined) {
    return refuse(streams, "atmos-ecr only stores logins for Amazon ECR");
  }
  return 0;
}

function refuse(streams: HelperPorts["streams"], message: string): HelperExitCode {
  streams.out(`${message}\n`);
  return 1;
}

/**
 * `get`: the login of a registry. Without one, writes the sentence that lets clients continue, and the cause for the user.
 *
 * @param name The name that the helper was called by.
 */
async function serveGet(
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
    const credential = await getCredential(await resolveCacheKey(registry, pin, ports), ports);
    streams.out(`${getReply(request.text, credential.token)}\n`);
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

function notFound({ streams }: HelperPorts, line?: string): HelperExitCode {
  streams.out(`${NOT_FOUND}\n`);
  if (line !== undefined) streams.err(`${line}\n`);
  return 1;
}

/** What the helper needs if the cache has no fresh token. */
export interface HelperPorts extends CredentialPorts {
  readonly streams: ProtocolStreams;
  readonly version: string;
}
