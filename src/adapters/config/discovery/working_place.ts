import { dirname, isAbsolute, join } from "node:path";
import type { Problem } from "../../../domain/config/problem.ts";
import type { Environment } from "../../../ports/process.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import type { FileAccess } from "../files/file_access.ts";
import { fileWarning } from "../files/file_problems.ts";
import type { LoadScope } from "../files/load_scope.ts";

/**
 * The working directory as the shell names it: `PWD`, if it is the same directory. Atmos derives the realm from this path, so symbolic
 * links in it must be kept.
 */
export async function logicalDirectory(
  { cwd, get }: Pick<Environment, "cwd" | "get">,
  access: FileAccess,
): Promise<string> {
  const written = get("PWD") ?? "";
  if (!isAbsolute(written) || written === cwd || /(?:^|\/)\.{1,2}(?:\/|$)/.test(written)) return cwd;
  try {
    return await access.realPath(written) === await access.realPath(cwd) ? written : cwd;
  } catch {
    return cwd;
  }
}

/**
 * Where the machine-wide configuration is searched: `ATMOS_ECR_SYSTEM_CONFIG_PATH`, otherwise as in Atmos. Undefined for nowhere.
 *
 * Reference: `pkg/config/const.go` of Atmos.
 */
export function systemDirectory(environment: Environment): string | undefined {
  const usual = environment.os === "windows" ? environment.get("LOCALAPPDATA") : "/usr/local/etc/atmos";
  return (environment.get("ATMOS_ECR_SYSTEM_CONFIG_PATH") ?? usual) || undefined;
}

/**
 * The root of the git repository of a directory. A repository of another user is ignored with a warning: anyone can make `/tmp` a
 * repository, and imports start at the root.
 */
export async function ownGitRoot(
  cwd: string,
  { files, trust }: Pick<LoadScope, "files" | "trust">,
): Promise<{ readonly gitRoot: string | undefined; readonly problems: readonly Problem[] }> {
  const gitRoot = await findGitRoot(cwd, files);
  const fault = gitRoot === undefined ? undefined : await trust.directoryFault(`${gitRoot}/.git`);
  if (gitRoot === undefined || fault === undefined) return { gitRoot, problems: [] };
  const warning = fileWarning("CONFIG_UNTRUSTED", `Ignoring the git repository "${gitRoot}": ${fault}`, {
    hint: "Run the command as its owner, or set ATMOS_ECR_TRUST=all where that is safe",
  });
  return { gitRoot: undefined, problems: [warning] };
}

/** The nearest directory upwards that contains `.git`; undefined if there is none. */
async function findGitRoot(directory: string, files: ConfigFiles): Promise<string | undefined> {
  for (let current = directory;; current = dirname(current)) {
    if (await files.kind(join(current, ".git")).catch(() => "missing") !== "missing") return current;
    if (dirname(current) === current) return undefined;
  }
}
