import { DockerError, type DockerErrorCode } from "../../domain/errors/errors.ts";
import { FileError, type FileErrorReason, rightsHint, systemHint, systemState } from "../fs/file_error.ts";
import { isSystemError, systemErrorCode, systemErrorNumber } from "../fs/system_error.ts";

/** What to do about a failure, and its code and description if they differ from the usual ones. */
interface Advice {
  readonly hint: string;
  readonly state?: string;
  readonly code?: DockerErrorCode;
}

const RIGHTS_HINT = rightsHint("the file and its directory");
const DIRECTORY_HINT = "Set DOCKER_CONFIG to a writable directory";
const LINK_HINT = "Correct or remove the link";

/** By the reason of a {@linkcode FileError} or the name of a system error. Reference: errno(3). */
const ADVICE: Readonly<Partial<Record<FileErrorReason, Advice>> & Record<string, Advice>> = {
  EACCES: { hint: RIGHTS_HINT },
  EPERM: {
    hint: Deno.build.os === "windows"
      ? RIGHTS_HINT
      : "Check the owner, permissions and immutable flag of the file and its directory",
  },
  EROFS: { hint: DIRECTORY_HINT },
  EEXIST: { state: "a part of the path is not a directory", hint: DIRECTORY_HINT },
  ELOOP: { hint: LINK_HINT },
  EBUSY: {
    state: "it is in use by the system, perhaps mounted as a single file",
    hint: "Mount the directory instead of the file, or set DOCKER_CONFIG to another directory",
  },
  "lock-timeout": {
    code: "DOCKER_CONFIG_LOCKED",
    hint: "Wait for the other login to finish, or stop it, and try again",
  },
  "lock-refused": { hint: "Check who owns the lock file, remove it and try again" },
  "lock-unsupported": { hint: "Set DOCKER_CONFIG to a directory on a local file system" },
  "link-loop": { hint: LINK_HINT },
  "link-broken": { hint: "Create that directory, or correct the link" },
  "link-foreign": { hint: "Run this as the user whose file it is, without sudo" },
  "too-large": {
    code: "DOCKER_CONFIG_INVALID",
    hint: "Check its contents, or move it and log in again",
  },
  "always-changing": { hint: "Stop the program that writes it and try again" },
};

/**
 * Describes a file system failure as a {@linkcode DockerError}, with the failure as its cause. Any other error, such as one thrown by an
 * edit, is returned unchanged.
 */
export function toDockerError(action: "read" | "write", path: string, error: unknown): unknown {
  const isOurs = error instanceof FileError;
  if (!isOurs && !isSystemError(error)) return error;
  const name = isOurs ? error.reason : systemErrorCode(error);
  const { code = "DOCKER_CONFIG_UNWRITABLE", state, hint } = ADVICE[name ?? ""] ?? {};
  const described = isOurs
    ? error.message
    : state ?? systemState(error) ?? `system error ${name ?? systemErrorNumber(error) ?? error.name}`;
  return new DockerError(code, `Cannot ${action} Docker's configuration "${path}": ${described}`, {
    hint: hint ?? systemHint(error) ?? DIRECTORY_HINT,
    cause: error,
  });
}
