/**
 * Where this program keeps its own files. An empty or relative variable counts as unset: what a directory is must not depend on where
 * the program happens to run.
 *
 * Reference: https://specifications.freedesktop.org/basedir-spec/latest/, and `pkg/xdg/xdg.go` of Atmos for the `ATMOS_` variables.
 *
 * @module
 */

/** What the directories are told from; the environment of a process is one. */
export interface DirectoryFacts {
  /** Value of a variable; undefined when unset. */
  get(name: string): string | undefined;
  readonly os: "linux" | "darwin" | "windows" | "other";
}

/** The home directory: `HOME`, on Windows `USERPROFILE`. Undefined when it is not set or not absolute. */
export function homeDirectory(facts: DirectoryFacts): string | undefined {
  return absolute(facts.get(facts.os === "windows" ? "USERPROFILE" : "HOME"));
}

/**
 * The directory of cached tokens:
 *
 * 1. `tokens` in `AWS_ECR_CACHE_DIR`, which amazon-ecr-credential-helper knows, a leading `~/` included;
 * 2. `atmos/ecr/tokens` in `ATMOS_XDG_CACHE_HOME`, `XDG_CACHE_HOME` or `~/.cache`.
 *
 * Undefined when none of them is set, or `AWS_ECR_DISABLE_CACHE` is not empty: there is no cache then.
 */
export function tokenDirectory(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "tokens");
}

/** The file that tells how far clocks were apart at logins: `logins.json` beside the directory of {@linkcode tokenDirectory}. */
export function loginClocksPath(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "logins.json");
}

/** The directory of what pinned configurations resolved to: `resolved` beside that of {@linkcode tokenDirectory}. */
export function resolvedDirectory(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "resolved");
}

/** The directory of names that were found for completion: `names` beside that of {@linkcode tokenDirectory}. */
export function namesDirectory(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "names");
}

function cacheDirectory(facts: DirectoryFacts, name: string): string | undefined {
  if ((facts.get("AWS_ECR_DISABLE_CACHE") ?? "") !== "") return undefined;
  const home = homeDirectory(facts);
  const legacy = facts.get("AWS_ECR_CACHE_DIR") ?? "";
  const named = absolute(
    home !== undefined && /^~(?=[/\\]|$)/.test(legacy) ? inside(home, legacy.slice(2)) : legacy,
  );
  if (named !== undefined) return nativePath(inside(named, name), facts.os);
  const cache = base(facts, "CACHE_HOME", ".cache");
  return cache === undefined ? undefined : nativePath(inside(cache, `atmos/ecr/${name}`), facts.os);
}

/** The directory of sessions of IAM Identity Center, as in Atmos. Reference: `pkg/auth/providers/aws/sso_cache.go`. */
export function ssoSessionDirectory(facts: DirectoryFacts): string | undefined {
  const cache = base(facts, "CACHE_HOME", ".cache");
  return cache === undefined ? undefined : nativePath(inside(cache, "atmos/aws-sso/sessions"), facts.os);
}

/** Where logins at AWS' sign-in page are kept, as Atmos does; undefined without a home. */
export function signInDirectory(facts: DirectoryFacts): string | undefined {
  const cache = base(facts, "CACHE_HOME", ".cache");
  return cache === undefined ? undefined : nativePath(inside(cache, "atmos/aws-webflow"), facts.os);
}

/** Where the browser profiles of SAML logins are kept, one for each identity provider; undefined without a home. */
export function browserDirectory(facts: DirectoryFacts): string | undefined {
  const cache = base(facts, "CACHE_HOME", ".cache");
  return cache === undefined ? undefined : nativePath(inside(cache, "atmos/ecr/browser"), facts.os);
}

/** The directory of identities that logins have found, as in Atmos. Reference: `pkg/auth/provisioning/writer.go`. */
export function provisionedDirectory(facts: DirectoryFacts): string | undefined {
  const cache = base(facts, "CACHE_HOME", ".cache");
  return cache === undefined ? undefined : nativePath(inside(cache, "atmos/auth"), facts.os);
}

/**
 * The directory of Docker's configuration: `DOCKER_CONFIG`, a relative one against the working directory, else `.docker` in the home
 * directory. Undefined when neither is there.
 *
 * Reference: `Dir`, https://github.com/docker/cli/blob/0bcec14a31e7/cli/config/config.go (`setConfigDir`)
 */
export function dockerDirectory(facts: DirectoryFacts & { readonly cwd: string }): string | undefined {
  const configured = facts.get("DOCKER_CONFIG") ?? "";
  if (configured !== "") {
    return nativePath(isAbsolutePath(configured) ? configured : inside(facts.cwd, configured), facts.os);
  }
  const home = homeDirectory(facts);
  return home === undefined ? undefined : nativePath(inside(home, ".docker"), facts.os);
}

/** The directory of pinned registries in that of Docker. */
export function pinsDirectory(facts: DirectoryFacts & { readonly cwd: string }): string | undefined {
  const docker = dockerDirectory(facts);
  return docker === undefined ? undefined : nativePath(inside(docker, "atmos-ecr"), facts.os);
}

/** The pins of a whole machine, for images and fleets. Undefined where the system has no such place. */
export function machinePinsDirectory({ os }: Pick<DirectoryFacts, "os">): string | undefined {
  return os === "windows" ? undefined : "/etc/atmos-ecr";
}

/**
 * The file in which earlier versions kept all pins: `atmos/ecr/pins.json` in `ATMOS_XDG_STATE_HOME`, `XDG_STATE_HOME` or
 * `~/.local/state`. Nothing in it counts any more; that it is there is said.
 */
export function formerPinsPath(facts: DirectoryFacts): string | undefined {
  const state = base(facts, "STATE_HOME", ".local/state");
  return state === undefined ? undefined : nativePath(inside(state, "atmos/ecr/pins.json"), facts.os);
}

/** The file of trusted configurations: `atmos/ecr/trust.json`, in the same places. */
export function trustPath(facts: DirectoryFacts): string | undefined {
  const state = base(facts, "STATE_HOME", ".local/state");
  return state === undefined ? undefined : nativePath(inside(state, "atmos/ecr/trust.json"), facts.os);
}

/**
 * The directory below which Atmos keeps sessions, and this program with it: `atmos` in `ATMOS_XDG_CONFIG_HOME`, `XDG_CONFIG_HOME` or
 * `~/.config`. Undefined when none of them is set.
 */
export function sessionDirectory(facts: DirectoryFacts): string | undefined {
  const config = base(facts, "CONFIG_HOME", ".config");
  return config === undefined ? undefined : nativePath(inside(config, "atmos"), facts.os);
}

/**
 * Where Atmos keeps its keyring of type `file`: `atmos/keyring` in `ATMOS_XDG_DATA_HOME`, `XDG_DATA_HOME` or `~/.local/share`.
 * Undefined when none of them is set.
 */
export function keyringDirectory(facts: DirectoryFacts): string | undefined {
  const data = base(facts, "DATA_HOME", ".local/share");
  return data === undefined ? undefined : nativePath(inside(data, "atmos/keyring"), facts.os);
}

/** A path as the system writes it: on Windows with its own separator throughout, since people are shown it. */
function nativePath(path: string, os: DirectoryFacts["os"]): string {
  return os === "windows" ? path.replaceAll("/", "\\") : path;
}

/** A path below a directory, which may be the root: `//` before a name is no path of its own, and people are shown it. */
export function inside(directory: string, path: string): string {
  return `${withoutEnd(directory)}/${path}`;
}

/** A path below an absolute directory, with the separator of the directory's own system. */
export function pathIn(directory: string, ...names: readonly string[]): string {
  return [withoutEnd(directory), ...names].join(isWindowsPath(directory) ? "\\" : "/");
}

/** Whether a path does not depend on the working directory. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function isWindowsPath(path: string): boolean {
  return /^(?:[A-Za-z]:|\\\\)/.test(path);
}

/** Elsewhere than on Windows, a name may end in a backslash. */
function withoutEnd(directory: string): string {
  return directory.replace(isWindowsPath(directory) ? /[/\\]+$/ : /\/+$/, "");
}

function base(facts: DirectoryFacts, name: string, below: string): string | undefined {
  const configured = absolute(facts.get(`ATMOS_XDG_${name}`)) ??
    absolute(facts.get(`XDG_${name}`));
  if (configured !== undefined) return configured;
  const home = homeDirectory(facts);
  return home === undefined ? undefined : inside(home, below);
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolutePath(path) ? path.replace(/(?<=.)\/+$/, "") : undefined;
}
