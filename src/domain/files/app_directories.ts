/**
 * Where this program stores its files. An empty or relative variable counts as unset: directories must not depend on the working directory.
 *
 * Reference: https://specifications.freedesktop.org/basedir-spec/latest/, and `pkg/xdg/xdg.go` of Atmos for the `ATMOS_` variables.
 *
 * @module
 */

/** What determines the directories, such as the environment of a process. */
export interface DirectoryFacts {
  /** Reads a variable; undefined if unset. */
  get(name: string): string | undefined;
  readonly os: "linux" | "darwin" | "windows" | "other";
}

/** The home directory: `HOME`, or `USERPROFILE` on Windows. Undefined if unset or not absolute. */
export function homeDirectory(facts: DirectoryFacts): string | undefined {
  return absolute(facts.get(facts.os === "windows" ? "USERPROFILE" : "HOME"));
}

/**
 * The directory of cached tokens:
 *
 * 1. `tokens` in `AWS_ECR_CACHE_DIR`, as in amazon-ecr-credential-helper, including a leading `~/`;
 * 2. `atmos/ecr/tokens` in `ATMOS_XDG_CACHE_HOME`, `XDG_CACHE_HOME` or `~/.cache`.
 *
 * Undefined if none of them is set, or if `AWS_ECR_DISABLE_CACHE` is not empty: there is no cache then.
 */
export function tokenDirectory(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "tokens");
}

/** The file with clock differences at logins: `logins.json` beside the directory of {@linkcode tokenDirectory}. */
export function loginClocksPath(facts: DirectoryFacts): string | undefined {
  return cacheDirectory(facts, "logins.json");
}

/** The directory of resolved pins: `resolved` beside that of {@linkcode tokenDirectory}. */
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
    home !== undefined && (legacy === "~" || legacy.startsWith("~/") || legacy.startsWith("~\\"))
      ? inside(home, legacy.slice(2))
      : legacy,
  );
  if (named !== undefined) return nativePath(inside(named, name), facts.os);
  return below(facts, "CACHE_HOME", `atmos/ecr/${name}`);
}

/** The directory of sessions of IAM Identity Center, as in Atmos. Reference: `pkg/auth/providers/aws/sso_cache.go`. */
export function ssoSessionDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "CACHE_HOME", "atmos/aws-sso/sessions");
}

/** Where AWS sign-ins are stored, as in Atmos; undefined without a home directory. */
export function signInDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "CACHE_HOME", "atmos/aws-webflow");
}

/** Where the browser profiles of SAML logins are stored, one per identity provider; undefined without a home directory. */
export function browserDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "CACHE_HOME", "atmos/ecr/browser");
}

/** The directory of identities found by logins, as in Atmos. Reference: `pkg/auth/provisioning/writer.go`. */
export function provisionedDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "CACHE_HOME", "atmos/auth");
}

/**
 * The directory of Docker's configuration: `DOCKER_CONFIG`, relative to the working directory, otherwise `.docker` in the home directory.
 * Undefined without either.
 *
 * Reference: `Dir`, https://github.com/docker/cli/blob/0bcec14a31e7/cli/config/config.go (`setConfigDir`)
 */
export function dockerDirectory(facts: DirectoryFacts & { readonly cwd: string }): string | undefined {
  const configured = facts.get("DOCKER_CONFIG") ?? "";
  if (configured !== "") {
    const path = isAbsolutePath(configured) ? configured : inside(facts.cwd, configured);
    return nativePath(withoutDots(path), facts.os);
  }
  const home = homeDirectory(facts);
  return home === undefined ? undefined : nativePath(withoutDots(inside(home, ".docker")), facts.os);
}

/** The directory of pins in Docker's directory. */
export function pinsDirectory(facts: DirectoryFacts & { readonly cwd: string }): string | undefined {
  const docker = dockerDirectory(facts);
  return docker === undefined ? undefined : nativePath(inside(docker, "atmos-ecr"), facts.os);
}

/** The directory of machine-wide pins, for images and fleets. Undefined if the system has none. */
export function machinePinsDirectory({ os }: Pick<DirectoryFacts, "os">): string | undefined {
  return os === "windows" ? undefined : "/etc/atmos-ecr";
}

/**
 * The file in which earlier versions stored all pins: `atmos/ecr/pins.json` in `ATMOS_XDG_STATE_HOME`, `XDG_STATE_HOME` or
 * `~/.local/state`. Its content is ignored; its existence is reported.
 */
export function formerPinsPath(facts: DirectoryFacts): string | undefined {
  return below(facts, "STATE_HOME", "atmos/ecr/pins.json");
}

/** The file of trust records: `atmos/ecr/trust.json`, in the same directories. */
export function trustPath(facts: DirectoryFacts): string | undefined {
  return below(facts, "STATE_HOME", "atmos/ecr/trust.json");
}

/**
 * The directory of sessions, shared with Atmos: `atmos` in `ATMOS_XDG_CONFIG_HOME`, `XDG_CONFIG_HOME` or `~/.config`. Undefined if none of
 * them is set.
 */
export function sessionDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "CONFIG_HOME", "atmos");
}

/**
 * Where Atmos stores its keyring of type `file`: `atmos/keyring` in `ATMOS_XDG_DATA_HOME`, `XDG_DATA_HOME` or `~/.local/share`. Undefined
 * if none of them is set.
 */
export function keyringDirectory(facts: DirectoryFacts): string | undefined {
  return below(facts, "DATA_HOME", "atmos/keyring");
}

/** A path as the system writes it: on Windows with backslashes throughout, since it is shown to users. */
function nativePath(path: string, os: DirectoryFacts["os"]): string {
  return os === "windows" ? path.replaceAll("/", "\\") : path;
}

/**
 * A path below a directory, which may be the root: `//` before a name is no path of its own, and people are shown it; for the same reason
 * it has backslashes below a directory of Windows.
 */
export function inside(directory: string, path: string): string {
  return isWindowsPath(directory)
    ? `${withoutEnd(directory)}\\${path.replaceAll("/", "\\")}`
    : `${withoutEnd(directory)}/${path}`;
}

/** A path below an absolute directory, with the directory's own separator. */
export function pathIn(directory: string, ...names: readonly string[]): string {
  return [withoutEnd(directory), ...names].join(isWindowsPath(directory) ? "\\" : "/");
}

/** A path without `.` and `..`, by its text alone, as in Docker: the system would go from the target of a link to its parent. */
function withoutDots(path: string): string {
  // Windows does it by itself.
  if (!path.startsWith("/") || !path.includes("/.")) return path;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Whether a path is independent of the working directory. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function isWindowsPath(path: string): boolean {
  return !path.startsWith("/") && /^(?:[A-Za-z]:|\\\\)/.test(path);
}

/** Elsewhere than on Windows, a name may end in a backslash. */
function withoutEnd(directory: string): string {
  return trimEnd(directory, isWindowsPath(directory) ? "/\\" : "/", 0);
}

/** A text without some characters at its end. Regular expressions would take longer than all of this module. */
function trimEnd(text: string, characters: string, minLength: number): string {
  let end = text.length;
  while (end > minLength && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The base directories of XDG, in the home directory. */
const BASES = {
  CACHE_HOME: ".cache",
  CONFIG_HOME: ".config",
  DATA_HOME: ".local/share",
  STATE_HOME: ".local/state",
} as const;

function below(facts: DirectoryFacts, name: keyof typeof BASES, path: string): string | undefined {
  const configured = absolute(facts.get(`ATMOS_XDG_${name}`)) ?? absolute(facts.get(`XDG_${name}`));
  const home = homeDirectory(facts);
  const base = configured ?? (home === undefined ? undefined : inside(home, BASES[name]));
  return base === undefined ? undefined : nativePath(inside(base, path), facts.os);
}

function absolute(path: string | undefined): string | undefined {
  return path && isAbsolutePath(path) ? trimEnd(path, "/", 1) : undefined;
}
