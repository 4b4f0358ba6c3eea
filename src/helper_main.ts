/**
 * The credential helper with the adapters of a warm answer. All others are behind {@linkcode WarmPorts.cold}.
 *
 * @module
 */
import { TokenFileReader } from "./adapters/cache/token_file_reader.ts";
import { RegistryPinsReader } from "./adapters/state/registry_pins_reader.ts";
import { ProcessEnvironment } from "./adapters/system/process_environment.ts";
import { ProcessStreams } from "./adapters/system/protocol_streams.ts";
import { pinsPath, tokenDirectory } from "./domain/files/app_directories.ts";
import type { Face } from "./domain/helper/faces.ts";
import { serveHelper, type WarmPorts } from "./helper/serve.ts";

/** Serves one call by Docker or by the kubelet. */
export async function runHelper(
  face: Extract<Face, { readonly kind: "helper" | "kubelet" }>,
): Promise<number> {
  if (face.kind === "helper") return await serveHelper(face, warmPorts());
  const { serveKubeletCall } = await loadCold();
  return await serveKubeletCall(face.args);
}

function warmPorts(): WarmPorts {
  const environment = new ProcessEnvironment();
  return {
    environment,
    clock: () => new Date(),
    tokens: new TokenFileReader(tokenDirectory(environment)),
    pins: new RegistryPinsReader(pinsPath(environment)),
    profiles: {
      // Asked only where neither keys nor a profile are named.
      hasCredentials: async (profile) => {
        const { sharedCredentialFiles } = await loadProfiles();
        return await sharedCredentialFiles(environment).hasCredentials(profile);
      },
    },
    streams: new ProcessStreams(),
    cold: async () => (await loadCold()).processHelper(),
  };
}

/**
 * Deno reads the graph behind every `import()` that it understands before it runs anything, which would cost more than the answer. It
 * does not look into a condition; bundlers do.
 */
function loadCold(): Promise<typeof import("./helper_cold.ts")> {
  return import(Deno.build.standalone ? "./helper_cold.ts" : "./helper_cold.ts");
}

/** As {@linkcode loadCold}. */
function loadProfiles(): Promise<typeof import("./adapters/aws/shared_credential_files.ts")> {
  return import(
    Deno.build.standalone
      ? "./adapters/aws/shared_credential_files.ts"
      : "./adapters/aws/shared_credential_files.ts"
  );
}
