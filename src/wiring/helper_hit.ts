/**
 * The credential helper with the adapters of a cache hit. All others are behind {@linkcode CacheHitPorts.cold}.
 *
 * @module
 */
import { ResolvedFilesReader, TokenFileReader } from "../adapters/cache/cache_readers.ts";
import { FormerPinsFile, PinFilesReader } from "../adapters/state/pin_files_reader.ts";
import { ProcessEnvironment } from "../adapters/system/process_environment.ts";
import { ProcessStreams } from "../adapters/fs/standard_streams.ts";
import {
  formerPinsPath,
  machinePinsDirectory,
  pinsDirectory,
  resolvedDirectory,
  tokenDirectory,
} from "../domain/files/app_directories.ts";
import { keysOfVariables } from "../domain/identity/definition.ts";
import type { RunMode } from "../domain/helper/protocol.ts";
import { type CacheHitPorts, serveHelper } from "../helper/serve.ts";
import type { Environment, ProtocolStreams } from "../ports/process.ts";
import type { PrincipalFacts } from "../ports/aws.ts";
import { catchStrayFailures } from "./last_resort.ts";

type HelperMode = Extract<RunMode, { readonly kind: "helper" | "kubelet" }>;

/** Names the log file: clients and IDEs hide the helper's output. */
const LOG_VARIABLE = "ATMOS_ECR_LOG";

/** Serves one call by Docker or the kubelet. */
export async function runHelper(mode: HelperMode): Promise<number> {
  const environment = new ProcessEnvironment();
  const streams = new ProcessStreams();
  const path = environment.get(LOG_VARIABLE) ?? "";
  if (path === "") return await serve(mode, environment, streams);
  const call = mode.kind === "kubelet" ? "kubelet" : mode.args[0] ?? "";
  catchStrayFailures(mode.kind, []);
  const { serveLogged } = await loadLog();
  return await serveLogged({ path, call, streams }, (heard) => serve(mode, environment, heard));
}

async function serve(mode: HelperMode, environment: Environment, streams: ProtocolStreams): Promise<number> {
  if (mode.kind === "helper") return await serveHelper(mode, cacheHitPorts(environment, streams));
  catchStrayFailures(mode.kind, []);
  const { serveKubeletCall } = await loadCold();
  return await serveKubeletCall(mode.args, streams);
}

function cacheHitPorts(environment: Environment, streams: ProtocolStreams): CacheHitPorts {
  return {
    environment,
    clock: () => new Date(),
    tokens: new TokenFileReader(tokenDirectory(environment)),
    pins: new PinFilesReader({
      docker: pinsDirectory(environment),
      machine: machinePinsDirectory(environment),
    }),
    former: new FormerPinsFile(formerPinsPath(environment)),
    resolved: new ResolvedFilesReader(resolvedDirectory(environment), (name) => environment.get(name)),
    facts: lazyFacts(environment),
    streams,
    cold: async () => {
      catchStrayFailures("helper", []);
      return (await loadCold()).processHelper(streams);
    },
  };
}

/** Loaded on use: most pins need no facts besides their configuration. */
function lazyFacts(environment: Environment): PrincipalFacts {
  const load = async (): Promise<PrincipalFacts> => {
    catchStrayFailures("helper", []);
    return new (await loadFacts()).FilePrincipalFacts(environment);
  };
  return {
    ambient: async () => keysOfVariables((name) => environment.get(name)) ?? await (await load()).ambient(),
    profile: async (pin) => await (await load()).profile(pin),
    storedKeys: async (user, file) => await (await load()).storedKeys(user, file),
  };
}

/**
 * Deno loads the graph behind every `import()` with a literal specifier before it runs anything, which would take longer than a cache hit.
 * It does not evaluate conditions in advance; bundlers do.
 */
function loadCold(): Promise<typeof import("./helper_miss.ts")> {
  return import(Deno.build.standalone ? "./helper_miss.ts" : "./helper_miss.ts");
}

/** As {@linkcode loadCold}. */
function loadLog(): Promise<typeof import("./helper_log.ts")> {
  return import(Deno.build.standalone ? "./helper_log.ts" : "./helper_log.ts");
}

/** As {@linkcode loadCold}. */
function loadFacts(): Promise<typeof import("../adapters/aws/ambient/file_principal_facts.ts")> {
  return import(
    Deno.build.standalone
      ? "../adapters/aws/ambient/file_principal_facts.ts"
      : "../adapters/aws/ambient/file_principal_facts.ts"
  );
}
