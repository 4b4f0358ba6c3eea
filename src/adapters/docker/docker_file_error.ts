import { DockerError, type DockerErrorCode } from "../../domain/errors/errors.ts";
import { FileError, type FileErrorReason } from "../fs/file_error.ts";
import { rightsHint } from "../fs/rights_hint.ts";
import { isSystemError, systemErrorCode, systemErrorNumber } from "../fs/system_error.ts";
import { systemHint, systemState } from "../fs/system_states.ts";

/** What to do about a failure, and its description if it differs from `systemState`. */
interface Advice {
  readonly state?: string;
  readonly hint: string;
}

const DIRECTORY_HINT = "Set DOCKER_CONFIG to a writable directory";

/** Reference: errno(3). */
const ADVICE_BY_CODE: Readonly<Record<string, Advice>> = {
  EACCES: { hint: rightsHint("the file and its directory") },
  EPERM: {
    hint: Deno.build.os === "windows"
      ? rightsHint("the file and its directory")
      : "Check the owner, permissions and immutable flag of the file and its directory",
  },
  EROFS: { hint: DIRECTORY_HINT },
  EEXIST: { state: "a part of the path is not a directory", hint: DIRECTORY_HINT },
  ELOOP: { hint: "Correct or remove the link" },
  EBUSY: {
    state: "it is in use by the system, perhaps mounted as a single file",
    hint: "Mount the directory instead of the file, or set DOCKER_CONFIG to another directory",
  },
};

const HINT_BY_REASON: Readonly<Record<FileErrorReason, string>> = {
  "lock-timeout": "Wait for the other login to finish, or stop it, and try again",
  "lock-refused": "Check who owns the lock file, remove it and try again",
  "lock-unsupported": "Set DOCKER_CONFIG to a directory on a local file system",
  "link-loop": "Correct or remove the link",
  "link-broken": "Create that directory, or correct the link",
  "link-foreign": "Run this as the user whose file it is, without sudo",
  "not-a-file": DIRECTORY_HINT,
  "not-a-directory": DIRECTORY_HINT,
  "too-large": "Check its contents, or move it and log in again",
  "always-changing": "Stop the program that writes it and try again",
};

const CODE_BY_REASON: Partial<Readonly<Record<FileErrorReason, DockerErrorCode>>> = {
  "lock-timeout": "DOCKER_CONFIG_LOCKED",
  "too-large": "DOCKER_CONFIG_INVALID",
};

/**
 * Describes a file system failure as a {@linkcode DockerError}, with the failure as its cause. Any other error, such as one thrown by an
 * edit, is returned unchanged.
 */
export function toDockerError(action: "read" | "write", path: string, error: unknown): unknown {
  const subject = `Cannot ${action} Docker's configuration "${path}"`;
  if (error instanceof FileError) {
    const code = CODE_BY_REASON[error.reason] ?? "DOCKER_CONFIG_UNWRITABLE";
    return new DockerError(code, `${subject}: ${error.message}`, {
      hint: HINT_BY_REASON[error.reason],
      cause: error,
    });
  }
  if (!isSystemError(error)) return error;
  const advice = ADVICE_BY_CODE[systemErrorCode(error) ?? ""];
  const state = advice?.state ?? systemState(error) ??
    `system error ${systemErrorCode(error) ?? systemErrorNumber(error) ?? error.name}`;
  return new DockerError("DOCKER_CONFIG_UNWRITABLE", `${subject}: ${state}`, {
    hint: advice?.hint ?? systemHint(error) ?? DIRECTORY_HINT,
    cause: error,
  });
}
