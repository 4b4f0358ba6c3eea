/**
 * The helper with the adapters that its process gives it, in this process: real files, the fake AWS, and variables of the test. For tables
 * of what it answers; `tests/program` shows how the program is put together.
 *
 * @module
 */
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { systemDeadlines } from "../../src/adapters/system/system_deadlines.ts";
import type { CredentialSource } from "../../src/app/credential/credential_source.ts";
import { tokenDirectory } from "../../src/domain/files/app_directories.ts";
import { coldHelper, type HelperPorts } from "../../src/helper/cold_helper.ts";
import { serveKubelet } from "../../src/helper/kubelet.ts";
import { serveHelper } from "../../src/helper/serve.ts";
import type { Environment } from "../../src/ports/process.ts";
import { helperSource } from "../../src/wiring/helper_fetch.ts";
import { pinSide } from "../../src/wiring/pins.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { type HelperWorld, HOST } from "../program/helper_world.ts";
import type { ProgramResult } from "../support/sandbox.ts";

/** How to call the helper once. */
export interface CallOptions {
  /** Variables besides those of the world; undefined removes one of them. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The name that it is called by; the command's when absent. */
  readonly name?: string;
}

const CONSOLE = { ...globalThis.console };

/** `get` for a host. */
export async function getHere(
  test: HelperWorld,
  host: string = HOST,
  options: CallOptions = {},
): Promise<ProgramResult> {
  return await callHere(test, ["get"], host, options);
}

/** A call of Docker. @param input Standard input. */
export async function callHere(
  test: HelperWorld,
  args: readonly string[],
  input: string,
  { name = "atmos-ecr credential", ...options }: CallOptions = {},
): Promise<ProgramResult> {
  const streams = new MemoryStreams(input);
  const ports = portsOf(test, streams, { ...options, kubelet: false });
  const code = await serveHelper({ name, args }, {
    ...ports,
    tokens: ports.cache,
    cold: () => Promise.resolve(coldHelper(ports)),
  });
  return { code, stdout: streams.stdout, stderr: streams.stderr };
}

/** A call of the kubelet. @param request Standard input. */
export async function kubeletHere(
  test: HelperWorld,
  request: string,
  options: CallOptions = {},
): Promise<ProgramResult> {
  const streams = new MemoryStreams(request);
  const code = await serveKubelet([], portsOf(test, streams, { ...options, kubelet: true }));
  return { code, stdout: streams.stdout, stderr: streams.stderr };
}

function portsOf(
  { world }: HelperWorld,
  streams: MemoryStreams,
  { env = {}, cwd = world.sandbox.home, kubelet }: CallOptions & { readonly kubelet: boolean },
): HelperPorts {
  const { aws, user, sandbox } = world;
  const variables = sandbox.environment({ ...world.environment(), ...aws.environment(user), ...env });
  const environment: Environment = { get: (name) => variables[name], cwd, os: "linux" };
  const clock = (): Date => new Date();
  const cache = new TokenFileCache(tokenDirectory(environment), clock);
  const pins = pinSide(environment);
  return {
    ...pins,
    clock,
    cache,
    locks: cache,
    deadlines: systemDeadlines(new AbortController().signal),
    streams,
    version: "1",
    async source(pin): Promise<CredentialSource> {
      try {
        return await helperSource(pin, { ...pins, clock, kubelet });
      } finally {
        // A helper has a console that it may silence; here it is that of the tests.
        Object.assign(globalThis.console, CONSOLE);
      }
    },
  };
}
