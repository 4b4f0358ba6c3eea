import { fileURLToPath } from "node:url";
import { CALLED_AS } from "../../domain/helper/run_mode.ts";

/** How this program is started. */
export type OwnProgram =
  /** An executable of its own. */
  | { readonly kind: "executable"; readonly path: string }
  /** Deno, and what it runs: the path of a module, or the URL of a remote one. */
  | { readonly kind: "source"; readonly runtime: string; readonly module: string };

/** How the program of this process was started. */
export function ownProgram(): OwnProgram {
  if (Deno.build.standalone) return { kind: "executable", path: Deno.execPath() };
  const { mainModule } = Deno;
  return {
    kind: "source",
    runtime: Deno.execPath(),
    module: mainModule.startsWith("file:") ? fileURLToPath(mainModule) : mainModule,
  };
}

/** Tells a launcher that this program wrote from a file that somebody else did. */
export const LAUNCHER_MARK = "Written by `atmos-ecr docker install --link`";

/** What is run from source. */
type SourceProgram = Extract<OwnProgram, { kind: "source" }>;

/**
 * A program for the shell that runs the credential helper from source: the same Deno with the same module. Its name goes along, since
 * Deno does not pass on what a script was called by, and only `ecr-login` answers for registries that are not pinned.
 */
export function shellLauncher({ runtime, module }: SourceProgram): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh
# ${LAUNCHER_MARK}
exec ${quoted(runtime)} run --quiet --allow-all --no-check ${
    quoted(module)
  } credential ${CALLED_AS} "\${0##*/}" "$@"
`;
}

/** The same for `cmd.exe`. No path of Windows has a quotation mark in it. */
export function commandLauncher({ runtime, module }: SourceProgram): string {
  const quoted = (text: string): string => `"${text.replaceAll("%", "%%")}"`;
  return [
    "@echo off",
    `rem ${LAUNCHER_MARK}`,
    `${quoted(runtime)} run --quiet --allow-all --no-check ${
      quoted(module)
    } credential ${CALLED_AS} "%~n0" %*`,
    "",
  ].join("\r\n");
}
