import { defectLine } from "../domain/helper/words.ts";
import { NOT_FOUND } from "../domain/helper/replies.ts";
import { helperUsage, helperVerb, versionReply } from "../domain/helper/verbs.ts";
import { serveErase } from "./erase.ts";
import { serveGet } from "./get.ts";
import type { HelperPorts } from "./helper_ports.ts";
import { serveList } from "./list.ts";
import type { ColdHelper, HelperCall, HelperExitCode } from "./serve.ts";
import { serveStore } from "./store.ts";

/** The helper, as far as it is not on the way to a warm answer. */
export function coldHelper(ports: HelperPorts): ColdHelper {
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

/** A defect of ours must not look like an answer, nor keep Docker from going on. */
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
