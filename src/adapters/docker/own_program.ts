import { CALLED_AS } from "../../domain/helper/protocol.ts";

/** How this program was started. */
export type OwnProgram =
  | { readonly kind: "executable"; readonly path: string }
  /** By Deno: the path of a module, or its URL. */
  | { readonly kind: "source"; readonly runtime: string; readonly module: string };

/** How the program of this process was started. */
export function ownProgram(): OwnProgram {
  if (Deno.build.standalone) return { kind: "executable", path: Deno.execPath() };
  const { mainModule } = Deno;
  const module = mainModule.startsWith("file:") ? pathOfFile(new URL(mainModule)) : mainModule;
  return { kind: "source", runtime: Deno.execPath(), module };
}

/** As `fileURLToPath` of `node:url`, which each login would wait for. */
function pathOfFile({ hostname, pathname }: URL): string {
  const path = decodeURIComponent(pathname);
  if (Deno.build.os !== "windows") return path;
  const native = path.replaceAll("/", "\\");
  return hostname === "" ? native.slice(1) : `\\\\${hostname}${native}`;
}

/** Distinguishes a launcher written by this program from other files. */
export const LAUNCHER_MARK = "Written by `atmos-ecr docker install --link`";

const RUN_OPTIONS = "run --quiet --allow-all --no-check";

type SourceProgram = Extract<OwnProgram, { kind: "source" }>;

/**
 * A shell script that runs the credential helper from source, with the same Deno and module. It passes its name, since Deno does not tell a
 * program the name of the script, and only `ecr-login` serves registries that are not pinned.
 */
export function shellLauncher({ runtime, module }: SourceProgram): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh
# ${LAUNCHER_MARK}
exec ${quoted(runtime)} ${RUN_OPTIONS} ${quoted(module)} credential ${CALLED_AS} "\${0##*/}" "$@"
`;
}

/** The same for `cmd.exe`. A path on Windows contains no quotation marks. */
export function commandLauncher({ runtime, module }: SourceProgram): string {
  const quoted = (text: string): string => `"${text.replaceAll("%", "%%")}"`;
  return [
    "@echo off",
    `rem ${LAUNCHER_MARK}`,
    `${quoted(runtime)} ${RUN_OPTIONS} ${quoted(module)} credential ${CALLED_AS} "%~n0" %*`,
    "",
  ].join("\r\n");
}
