import { TokenFileCache } from "../adapters/cache/token_file_cache.ts";
import { ProcessEnvironment } from "../adapters/system/process_environment.ts";
import { systemDeadlines } from "../adapters/system/system_deadlines.ts";
import { tokenDirectory } from "../domain/files/app_directories.ts";
import { coldHelper, type HelperPorts } from "../helper/cold_helper.ts";
import { serveKubelet } from "../helper/kubelet.ts";
import type { CacheMissHandler } from "../helper/serve.ts";
import type { ProtocolStreams } from "../ports/process.ts";
import type { Clock } from "../ports/time.ts";
import { VERSION } from "../version.ts";
import { pinSide } from "./pins.ts";

/** The helper of this process. */
export function processHelper(streams: ProtocolStreams): CacheMissHandler {
  return coldHelper(helperPorts(streams, false));
}

/** Serves one call by the kubelet. @param args What follows the command's name. */
export async function serveKubeletCall(args: readonly string[], streams: ProtocolStreams): Promise<number> {
  return await serveKubelet(args, helperPorts(streams, true));
}

/** The adapters of a helper in this process. @param kubelet Whether the kubelet is the caller. */
function helperPorts(streams: ProtocolStreams, kubelet: boolean): HelperPorts {
  const environment = new ProcessEnvironment();
  const clock: Clock = () => new Date();
  const cache = new TokenFileCache(tokenDirectory(environment), clock);
  const pins = pinSide(environment);
  return {
    ...pins,
    clock,
    cache,
    locks: cache,
    // A signal ends a helper at once; the kernel releases its locks, and a later run removes its temporary file.
    deadlines: systemDeadlines(new AbortController().signal),
    streams,
    version: VERSION,
    source: async (pin) => {
      const { helperSource } = await loadSource();
      return await helperSource(pin, { ...pins, clock, kubelet });
    },
  };
}

/** As in `helper_hit.ts`: of a hundred processes that need the same token, only one needs the AWS SDK. */
const loadSource = (): Promise<typeof import("./helper_fetch.ts")> =>
  import(Deno.build.standalone ? "./helper_fetch.ts" : "./helper_fetch.ts");
