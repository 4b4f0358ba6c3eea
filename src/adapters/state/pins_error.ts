import { EnvironmentError } from "../../domain/errors/errors.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { PinFault } from "../../ports/state.ts";
import { stateError } from "../fs/file_error.ts";
import { PERMISSION_DENIED, type PinFile } from "./pin_files_reader.ts";

/** The fault of a pin's file or directory. */
export function pinFault(
  host: string | undefined,
  { path, state, isDirectory }: Pick<Extract<PinFile, { kind: "refused" }>, "path" | "state" | "isDirectory">,
): PinFault {
  const install = `atmos-ecr docker install ${host ?? "HOST"}`;
  const remedy = !isDirectory
    ? `Run \`${install}\` to pin it again`
    : state.startsWith("other users")
    ? `Run \`chmod go-w ${shellWord(path)}\``
    : state === PERMISSION_DENIED
    ? "Check the owner and permissions of it and of its parent directories"
    : `Remove it, and run \`${install}\``;
  return { host, path, state, remedy };
}

/** The error of a pin that cannot be read or trusted. */
export function unusablePin({ host, path, state, remedy }: PinFault): EnvironmentError {
  const subject = host === undefined ? "the pins in" : `the pin for ${host} in`;
  return new EnvironmentError("STATE_UNUSABLE", `Cannot use ${subject} "${path}": ${state}`, {
    hint: remedy,
  });
}

/** Describes a file system failure. Any other error is returned unchanged. */
export function toPinsError(path: string, error: unknown): unknown {
  const hint = "Check its owner and permissions, then run `atmos-ecr docker install` again";
  return stateError(`Cannot use the pins in "${path}"`, error, hint);
}
