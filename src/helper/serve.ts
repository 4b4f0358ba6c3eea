import type { AppContext } from "../ports/context.ts";
import { findCredential, type KnownLocatePorts, locateKnown } from "../app/credential/locate_credential.ts";
import {
  getReply,
  MAX_REQUEST_BYTES,
  NOT_FOUND,
  readRequest,
  type RequestInput,
} from "../domain/helper/protocol.ts";
import { findRegistry } from "../domain/registry/registry.ts";
import type { PinReader } from "../ports/state.ts";
import type { ProtocolStreams } from "../ports/process.ts";

/**
 * How long to wait for input, in milliseconds: until it starts, since a caller that starts a hundred helpers may be slow to write to the
 * last one, and then until it ends.
 */
export const INPUT_TIMES = { startMs: 8000, endMs: 5000 } as const;

/** The exit codes of Docker's protocol. */
export type HelperExitCode = 0 | 1;

/** How the helper was called. */
export interface HelperCall {
  /** The name it was called by, for its usage and version. */
  readonly name: string;
  /** The arguments: one verb. */
  readonly args: readonly string[];
}

/**
 * The names under which a registry without a pin gets the environment's credentials: that of the drop-in for amazon-ecr-credential-helper,
 * and the command line's. `docker-credential-atmos-ecr`, which `docker install` writes, is not one of them: under that name, a missing pin
 * means another Docker directory or a copied config.json.
 */
const ENVIRONMENT_NAMES: readonly string[] = ["docker-credential-ecr-login", "atmos-ecr credential"];

/** Whether a helper with this name only serves pinned registries. */
export function isPinnedOnly(name: string): boolean {
  return !ENVIRONMENT_NAMES.includes(name);
}

/** What a cache hit needs, and the way to load the rest. */
export interface CacheHitPorts extends KnownLocatePorts, Pick<AppContext, "former" | "tokens" | "clock"> {
  readonly pins: PinReader;
  readonly streams: ProtocolStreams;
  /** Loads the rest of the helper. */
  cold(): Promise<CacheMissHandler>;
}

/** The rest of the helper: everything except a `get` that is a cache hit. */
export interface CacheMissHandler {
  /** Serves `get` with input that was already read. */
  get(name: string, input: RequestInput): Promise<HelperExitCode>;
  /** Serves any other call. */
  serve(call: HelperCall): Promise<HelperExitCode>;
}

/**
 * Serves one call of Docker's credential helper protocol: one JSON object or one line on standard output, messages on standard error. The
 * imports of this module determine the cost of a cache hit; a test counts them.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/credentials.go
 */
export async function serveHelper(call: HelperCall, ports: CacheHitPorts): Promise<HelperExitCode> {
  if (call.args.length !== 1 || call.args[0] !== "get") return await (await ports.cold()).serve(call);
  const { streams } = ports;
  const input = await streams.read({ maxBytes: MAX_REQUEST_BYTES, ...INPUT_TIMES });
  // Cases that cannot be decided here have their messages in the rest of the helper.
  const answer = await warmAnswer(call.name, input, ports).catch(() => undefined);
  if (answer === undefined) return await (await ports.cold()).get(call.name, input);
  streams.out(`${answer.line}\n`);
  return answer.exitCode;
}

/** The response to `get` that needs no AWS call: a fresh token, or that this is not an ECR registry. Undefined otherwise. */
async function warmAnswer(
  name: string,
  input: RequestInput,
  ports: CacheHitPorts,
): Promise<{ readonly line: string; readonly exitCode: HelperExitCode } | undefined> {
  const request = readRequest(input);
  if (request.kind === "invalid") return undefined;
  const registry = findRegistry(request.text);
  if (registry === undefined) return { line: NOT_FOUND, exitCode: 1 };
  const found = ports.pins.peek(registry);
  if (found === undefined) return undefined;
  const { pin } = found;
  if (pin === undefined && (isPinnedOnly(name) || ports.former.exist())) return undefined;
  const located = await locateKnown(registry, pin, ports);
  const token = located === undefined ? undefined : await findCredential(located, ports);
  return token === undefined ? undefined : { line: getReply(request.text, token), exitCode: 0 };
}
