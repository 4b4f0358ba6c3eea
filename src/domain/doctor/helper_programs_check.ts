import { ecrHosts, namedHelpers } from "../docker/ecr_hosts.ts";
import { HELPER_SUFFIX, helperProgram } from "../docker/our_helper.ts";
import { type Check, fail, listed, ok, warn } from "./check.ts";
import type { DockerFacts } from "./docker_facts.ts";

/** Whether the other helpers and stores in Docker's configuration exist and can be started. */
export function helperProgramsCheck({ document, programs, broken = new Map() }: DockerFacts): Check {
  const others = namedHelpers(document).filter((name) => name !== HELPER_SUFFIX);
  const missing = others.filter((name) => !programs.has(name));
  const unusable = others.filter((name) => broken.has(name));
  const bad = [...missing, ...unusable];
  if (bad.length === 0) {
    return ok("helper-programs", "All helpers in Docker's config\.json are installed");
  }
  const isNeeded = bad.some((name) =>
    name === document.credsStore ||
    ecrHosts(document).some(({ host }) => document.credHelpers.get(host) === name)
  );
  const parts = [
    ...(missing.length === 0 ? [] : [`that are not on the PATH: ${listed(missing.map(helperProgram))}`]),
    ...(unusable.length === 0 ? [] : [
      `that cannot be started: ${
        listed(unusable.map((name) => `${programs.get(name) ?? helperProgram(name)} (${broken.get(name)})`))
      }`,
    ]),
  ];
  const message = `Docker is configured to run programs ${parts.join("; and programs ")}`;
  const hint = "Install them, or remove them from credHelpers and credsStore in Docker's config.json";
  return isNeeded ? fail("helper-programs", message, hint) : warn("helper-programs", message, hint);
}
