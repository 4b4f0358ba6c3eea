import { inside, isAbsolutePath } from "../files/app_directories.ts";

/** Where paths in variables start from. */
export interface PathPlace {
  /** The home directory; undefined when there is none. */
  readonly home: string | undefined;
  /** The working directory. */
  readonly cwd: string;
}

/** Value of a variable; undefined when unset. */
export type Variable = (name: string) => string | undefined;

/** Absolute paths of the shared files of the AWS tools. */
export interface SharedFilePaths {
  /** The config file. */
  readonly configFile: string;
  /** The credentials file. */
  readonly credentialsFile: string;
}

/**
 * The shared files: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, with variables and `~` in them, else those in `~/.aws`. An
 * empty variable counts as unset, as in the SDKs.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function sharedFilePaths(variable: Variable, place: PathPlace): SharedFilePaths {
  const path = (name: string, file: string): string => {
    const named = variable(name) ?? "";
    return absolutePath(named === "" ? `~/.aws/${file}` : expandVariables(named, variable), place);
  };
  return {
    configFile: path("AWS_CONFIG_FILE", "config"),
    credentialsFile: path("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
  };
}

/** Whether a path is in the home of another user, which is known to the system alone: `~deploy/.aws/config`. */
export function isInForeignHome(path: string): boolean {
  return /(?:^|\/)~[^/]+(?:\/|$)/.test(path);
}

/** A path in absolute form; `~` alone, or before a slash, is the home. */
export function absolutePath(path: string, { home, cwd }: PathPlace): string {
  if (path === "~") return home ?? "";
  if (path.startsWith("~/")) return inside(home ?? "", path.slice(2));
  return isAbsolutePath(path) ? path : inside(cwd, path);
}

/** `$NAME` and `${NAME}`; one that is not set stays as it is. Reference: https://docs.python.org/3/library/os.path.html#os.path.expandvars */
function expandVariables(path: string, variable: Variable): string {
  return path.replaceAll(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, plain?: string, braced?: string) => variable(plain ?? braced ?? "") ?? whole,
  );
}
