import { inside, isAbsolutePath } from "../files/app_directories.ts";

/** What relative paths in variables start from. */
export interface PathPlace {
  /** The home directory; undefined if there is none. */
  readonly home: string | undefined;
  readonly cwd: string;
}

/** Reads a variable; undefined if unset. */
export type Variable = (name: string) => string | undefined;

/** The value of a variable; undefined if unset or empty, which is the same for the AWS tools. */
export function setVariable(variable: Variable, name: string): string | undefined {
  return variable(name) || undefined;
}

/** Paths of the shared AWS files, each as {@linkcode homePath}. */
export interface SharedFilePaths {
  /** The config file. */
  readonly configFile: string;
  /** The credentials file. */
  readonly credentialsFile: string;
}

/**
 * The shared files: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, with variables and `~` expanded, otherwise those in `~/.aws`. An
 * empty variable counts as unset, as in the SDKs.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function sharedFilePaths(variable: Variable, place: PathPlace): SharedFilePaths {
  const path = (name: string, file: string): string => {
    const named = setVariable(variable, name);
    return named === undefined ? absolutePath(`~/.aws/${file}`, place) : namedPath(named, variable, place);
  };
  return {
    configFile: path("AWS_CONFIG_FILE", "config"),
    credentialsFile: path("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
  };
}

/** The variable with the directory of the sessions of `aws login`. */
export const LOGIN_CACHE_VARIABLE = "AWS_LOGIN_CACHE_DIRECTORY";

/**
 * The directory of the sessions of `aws login`, as {@linkcode homePath}.
 *
 * Reference: `get_login_token_cache_directory` in https://github.com/boto/botocore/blob/develop/botocore/utils.py.
 */
export function loginCachePath(variable: Variable, place: PathPlace): string {
  const named = setVariable(variable, LOGIN_CACHE_VARIABLE);
  return named === undefined ? absolutePath("~/.aws/login/cache", place) : namedPath(named, variable, place);
}

/** The path that a variable names, with variables and `~` in it, as {@linkcode homePath}. */
export function namedPath(path: string, variable: Variable, place: PathPlace): string {
  return homePath(expandVariables(path, variable), place);
}

/** An absolute path, except in another user's home directory: below the working directory, it would name another file. */
export function homePath(path: string, place: PathPlace): string {
  return isInForeignHome(path) ? path : absolutePath(path, place);
}

/**
 * Whether a path is in another user's home directory, which only the system knows: `~deploy/.aws/config`. Anywhere else, `~` is part of a
 * name.
 */
export function isInForeignHome(path: string): boolean {
  return /^~[^/\\]/.test(path);
}

/** An absolute path; `~` alone, or before a slash, is the home directory. */
export function absolutePath(path: string, { home, cwd }: PathPlace): string {
  if (path === "~") return home ?? "";
  if (path.startsWith("~/") || path.startsWith("~\\")) return inside(home ?? "", path.slice(2));
  return isAbsolutePath(path) ? path : inside(cwd, path);
}

/** Expands `$NAME` and `${NAME}`; unset ones are kept. Reference: https://docs.python.org/3/library/os.path.html#os.path.expandvars */
function expandVariables(path: string, variable: Variable): string {
  return path.replaceAll(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain?: string, braced?: string) => variable(plain ?? braced ?? "") ?? whole,
  );
}
