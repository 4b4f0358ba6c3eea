import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigFileReport } from "../../../ports/config.ts";
import type { Environment } from "../../../ports/process.ts";
import type { ConfigFiles } from "./config_files.ts";
import type { FileTrust } from "./file_trust.ts";

/** What one load works with; its parts pick what they need. */
export interface LoadScope {
  readonly files: ConfigFiles;
  readonly trust: FileTrust;
  /** Every file that is read or skipped, lowest precedence first. Filled as the load proceeds, so that they are known if it fails. */
  readonly reports: ConfigFileReport[];
  /** The real environment: no file may set what it determines. */
  readonly environment: Environment;
  readonly variable: (name: string) => string | undefined;
  /** The working directory, as the shell names it. */
  readonly cwd: string;
  /** The root of the git repository of the working directory; undefined outside a repository. */
  readonly gitRoot: string | undefined;
  /** The user's home directory; undefined if there is none. */
  readonly home: string | undefined;
}

/** Reports an included file, once per including file, right before it. */
export function reportInclude(
  reports: ConfigFileReport[],
  path: string,
  { includer, reason }: { readonly includer: string; readonly reason: string },
): void {
  const isKnown = reports.some(({ path: known, role }) =>
    known === path && role.kind === "include" && role.includer === includer
  );
  if (isKnown) return;
  const index = reports.findLastIndex((report) => report.path === includer);
  const report = { path, read: true, reason, role: { kind: "include", includer } } as const;
  reports.splice(index < 0 ? reports.length : index, 0, report);
}

/** Marks the file that caused a load to fail. */
export function reportFailure(reports: ConfigFileReport[], error: unknown): void {
  const path = error instanceof ConfigError ? error.position?.file : undefined;
  if (path === undefined) return;
  const index = reports.findLastIndex((report) => report.path === path);
  const { reason, role } = reports[index] ?? { reason: "named", role: { kind: "source" } as const };
  reports[index < 0 ? reports.length : index] = { path, read: false, broken: true, reason, role };
}
