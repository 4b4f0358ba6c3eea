import { answeringSource } from "../docker/docker_answer.ts";
import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { rejectionSentence } from "../docker/docker_rejection.ts";
import { ecrHosts, namedHelpers } from "../docker/ecr_hosts.ts";
import { HELPER_SUFFIX, helperProgram, registrationOf } from "../docker/our_helper.ts";
import { isAbsolutePath } from "../files/app_directories.ts";
import { pinFinder, type RegistryPin } from "../helper/registry_pin.ts";
import { canonicalHost } from "../registry/registry.ts";
import { shellWord } from "../text/escape.ts";
import { type Check, fail, listed, ok, warn } from "./check.ts";
import { dockerKeysCheck } from "./docker_keys_check.ts";

/** Whether Docker's configuration, the pins and the programs on the PATH are consistent. */
export function dockerChecks(facts: DockerFacts): Check[] {
  const { document, pins, programs } = facts;
  return [
    dockerConfigCheck(facts),
    dockerKeysCheck(document),
    executableCheck(programs.get(HELPER_SUFFIX), namedHelpers(document).includes(HELPER_SUFFIX)),
    helperProgramsCheck(facts),
    authsCheck(document),
    ...(pins === undefined ? [] : [wiringCheck(document, pins)]),
  ];
}

/** Docker's configuration, and related facts. */
interface DockerFacts {
  readonly document: DockerConfigDocument;
  /** Undefined if they cannot be read. */
  readonly pins: readonly RegistryPin[] | undefined;
  /** Paths of the programs on the PATH, by suffix; absent for missing ones. */
  readonly programs: ReadonlyMap<string, string>;
  /** `DOCKER_CONFIG`; undefined or empty if it is not set. */
  readonly configured?: string | undefined;
  /** Why programs on the PATH cannot be started, by suffix, as the end of a sentence; default none. */
  readonly broken?: ReadonlyMap<string, string>;
}

/** Whether Docker can read its configuration. */
function dockerConfigCheck({ document, configured }: DockerFacts): Check {
  const { hasByteOrderMark, path, rejection, text } = document;
  if (hasByteOrderMark) {
    return fail(
      "docker-config",
      `Docker cannot read "${path}": it starts with a byte-order mark`,
      "Save it as UTF-8 without a byte-order mark",
    );
  }
  if (rejection !== undefined) {
    return fail("docker-config", rejectionSentence(`"${path}"`, rejection), "Correct it, or remove it");
  }
  if (configured && !isAbsolutePath(configured)) {
    return warn(
      "docker-config",
      `Docker reads another configuration in each directory, here "${path}": DOCKER_CONFIG is "${configured}"`,
      "Set DOCKER_CONFIG to an absolute path; a shell does not expand ~ within quotes",
    );
  }
  return ok(
    "docker-config",
    text === undefined ? `"${path}" does not exist yet` : `Docker can read "${path}"`,
  );
}

/** Whether Docker finds this program. @param isRegistered Whether Docker is configured to run it. */
export function executableCheck(path: string | undefined, isRegistered: boolean): Check {
  const program = helperProgram(HELPER_SUFFIX);
  if (path !== undefined) return ok("executable", `${program} is on the PATH: ${path}`);
  const hint = "Run `atmos-ecr docker install --link DIR`, with a directory on the PATH";
  return isRegistered
    ? fail("executable", `${program} is not on the PATH, but Docker is configured to run it`, hint)
    : warn("executable", `${program} is not on the PATH`, hint);
}

/** Whether the other helpers and stores in Docker's configuration exist and can be started. */
function helperProgramsCheck({ document, programs, broken = new Map() }: DockerFacts): Check {
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
  const failures = unusable.map((name) =>
    `${programs.get(name) ?? helperProgram(name)} (${broken.get(name)})`
  );
  const parts = [
    missing.length === 0 ? undefined : `that are not on the PATH: ${listed(missing.map(helperProgram))}`,
    failures.length === 0 ? undefined : `that cannot be started: ${listed(failures)}`,
  ].filter((part) => part !== undefined);
  const message = `Docker is configured to run programs ${parts.join("; and programs ")}`;
  const hint = "Install them, or remove them from credHelpers and credsStore in Docker's config.json";
  return isNeeded ? fail("helper-programs", message, hint) : warn("helper-programs", message, hint);
}

/** Logins in the file that Docker ignores. */
function authsCheck(document: DockerConfigDocument): Check {
  const overridden = ecrHosts(document).map(({ host }) => host).filter((host) => {
    const { kind, shadowed } = answeringSource(document, host);
    return (kind === "helper" || kind === "store") && shadowed.some((source) => source.kind === "auths");
  });
  return overridden.length === 0 ? ok("auths", "No ECR logins in config.json are overridden") : warn(
    "auths",
    `Docker uses a helper or store instead of the login in config.json for ${listed(overridden)}`,
    "Remove the old logins: `atmos-ecr logout HOST`",
  );
}

/** Registries that are registered but not pinned, and vice versa. */
function wiringCheck(document: DockerConfigDocument, pins: readonly RegistryPin[]): Check {
  const registered = ecrHosts(document).filter(({ host }) => registrationOf(document, host) === "ours");
  const pinOf = pinFinder(pins);
  const names = new Set(registered.map(canonicalHost));
  const unpinned = registered.flatMap((registry) => pinOf(registry) === undefined ? [registry.host] : []);
  const unregistered = document.credsStore === HELPER_SUFFIX
    ? []
    : pins.map(({ host }) => host).filter((host) => !names.has(host));
  const problem = unpinned.length > 0
    ? `The credential helper is registered, but no identity is pinned, for ${listed(unpinned)}`
    : unregistered.length > 0
    ? `An identity is pinned, but the credential helper is not registered, for ${listed(unregistered)}`
    : undefined;
  if (problem !== undefined) {
    return warn(
      "wiring",
      problem,
      "Run `atmos-ecr docker install HOST`, or `atmos-ecr docker uninstall HOST`",
    );
  }
  return ok(
    "wiring",
    registered.length === 0 ? "No registries use the credential helper" : "Registered helpers match the pins",
  );
}

/**
 * The PATH of every program, even of those started from the desktop and not from a shell.
 *
 * Reference: macOS' launchd sets `/usr/bin:/bin:/usr/sbin:/sbin`; systemd's user manager adds `/usr/local/bin`.
 */
const SHORT_PATHS = {
  darwin: ["/usr/bin", "/bin", "/usr/sbin", "/sbin"],
  linux: ["/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"],
} as const;

/**
 * Whether IDEs and other desktop programs find the helper: they do not read the shell's startup files, and with a short PATH, Docker only
 * reports `no basic auth credentials`. This is information and not a warning, since not everyone uses such programs.
 *
 * @param path The path of this program's helper; undefined if there is none, which another check reports.
 * @returns Undefined if there is nothing to report.
 */
export function shortPathCheck(path: string | undefined, os: string): Check | undefined {
  if (os === "windows" || path === undefined) return undefined;
  const known: readonly string[] = os === "darwin" ? SHORT_PATHS.darwin : SHORT_PATHS.linux;
  const directory = path.replace(/\/[^/]*$/, "");
  const program = helperProgram(HELPER_SUFFIX);
  if (known.includes(directory)) return ok("short-path", `Desktop applications can find ${program}`);
  // On macOS, the short PATH has no directory for links of one's own.
  const command = os === "darwin"
    ? `sudo launchctl config user path ${shellWord([directory, ...known].join(":"))}\` and restart`
    : `sudo ln -s ${shellWord(path)} /usr/local/bin\``;
  return ok(
    "short-path",
    `IDEs and other desktop applications may not find ${program}: their PATH is often ` +
      `${known.join(":")}, without ${directory}`,
    `If pulls fail there, run \`${command}, or set the application's PATH`,
  );
}
