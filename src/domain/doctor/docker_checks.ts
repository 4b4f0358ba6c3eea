import { answeringSource } from "../docker/answering_source.ts";
import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { ecrHosts, namedHelpers } from "../docker/ecr_hosts.ts";
import { wiringOf } from "../docker/helper_wiring.ts";
import { HELPER_SUFFIX, helperProgram } from "../docker/our_helper.ts";
import { findPin, type RegistryPin } from "../helper/registry_pin.ts";
import { parseHost } from "../registry/parse_host.ts";
import { isSameRegistry } from "../registry/same_registry.ts";
import { type Check, fail, listed, ok, warn } from "./check.ts";

/** Docker's configuration, and what belongs to it. */
export interface DockerFacts {
  readonly document: DockerConfigDocument;
  /** Undefined when they cannot be read. */
  readonly pins: readonly RegistryPin[] | undefined;
  /** Paths of the programs on the PATH, by suffix; absent for those that are not there. */
  readonly programs: ReadonlyMap<string, string>;
}

/** Whether Docker's configuration, the pins and the programs on the PATH fit together. */
export function dockerChecks(facts: DockerFacts): Check[] {
  const { document } = facts;
  return [
    document.hasByteOrderMark
      ? fail(
        "docker-config",
        `Docker refuses "${document.path}": it begins with a byte-order mark`,
        "Save it as UTF-8 without a byte-order mark",
      )
      : ok(
        "docker-config",
        document.text === undefined
          ? `There is no "${document.path}" yet`
          : `Docker can read "${document.path}"`,
      ),
    executableCheck(facts.programs.get(HELPER_SUFFIX), namedHelpers(document).includes(HELPER_SUFFIX)),
    helperPrograms(facts),
    auths(facts),
    ...(facts.pins === undefined ? [] : [wiring(document, facts.pins)]),
  ];
}

/** Whether Docker finds this program. @param isWired Whether it is told to ask it. */
export function executableCheck(path: string | undefined, isWired: boolean): Check {
  const program = helperProgram(HELPER_SUFFIX);
  if (path !== undefined) return ok("executable", `${program} is on the PATH: ${path}`);
  const hint = "Run: atmos-ecr docker install --link DIR, with a directory on the PATH";
  return isWired
    ? fail("executable", `${program} is not on the PATH, but Docker is told to ask it`, hint)
    : warn("executable", `${program} is not on the PATH`, hint);
}

function helperPrograms({ document, programs }: DockerFacts): Check {
  const missing = namedHelpers(document).filter((name) => name !== HELPER_SUFFIX && !programs.has(name));
  if (missing.length === 0) return ok("helper-programs", "Every helper that Docker is told to ask is there");
  const isNeeded = missing.some((name) =>
    name === document.credsStore ||
    ecrHosts(document).some(({ host }) => document.credHelpers.get(host) === name)
  );
  const message = `Docker is told to ask programs that are not on the PATH: ${
    listed(missing.map(helperProgram))
  }`;
  const hint = "Install them, or remove them from credHelpers and credsStore in Docker's config.json";
  return isNeeded ? fail("helper-programs", message, hint) : warn("helper-programs", message, hint);
}

/** Logins in the file that Docker never reads. */
function auths({ document }: DockerFacts): Check {
  const shadowed = ecrHosts(document).map(({ host }) => host).filter((host) => {
    const { kind, shadowed } = answeringSource(document, host);
    return (kind === "helper" || kind === "store") && shadowed.some((source) => source.kind === "auths");
  });
  return shadowed.length === 0 ? ok("auths", "No login of ECR in config.json is shadowed") : warn(
    "auths",
    `Docker asks a helper or store, and not the login in config.json, for ${listed(shadowed)}`,
    "Remove the old logins: atmos-ecr logout --registry HOST",
  );
}

/** Registries that are wired and not pinned, and the other way round. */
function wiring(document: DockerConfigDocument, pins: readonly RegistryPin[]): Check {
  const wired = ecrHosts(document).filter(({ host }) => wiringOf(document, host) === "ours");
  const unpinned = wired.filter((registry) => findPin(pins, registry) === undefined).map(({ host }) => host);
  const unwired = document.credsStore === HELPER_SUFFIX ? [] : pins.map(({ host }) => host).filter((host) => {
    const pinned = parseHost(host);
    return pinned !== undefined && !wired.some((registry) => isSameRegistry(registry, pinned));
  });
  if (unpinned.length > 0) {
    return warn(
      "wiring",
      `Docker asks this program, and no identity is pinned, so that the environment's credentials answer, for ${
        listed(unpinned)
      }`,
      "If that is not meant, run: atmos-ecr docker install HOST --identity NAME",
    );
  }
  if (unwired.length > 0) {
    return warn(
      "wiring",
      `An identity is pinned, but Docker does not ask this program, for ${listed(unwired)}`,
      "Run: atmos-ecr docker install HOST, or atmos-ecr docker uninstall HOST",
    );
  }
  return ok("wiring", wired.length === 0 ? "No registry is wired to this program" : "Wiring and pins agree");
}
