import { join } from "node:path";
import type { Problem } from "../../../domain/config/problem.ts";
import type { ConfigFileReport } from "../../../ports/config.ts";
import type { ConfigFiles } from "../files/config_files.ts";

/** A file to read, and why. */
export interface ConfigSource {
  readonly read: true;
  /** Absolute. */
  readonly path: string;
  readonly reason: string;
  /** Its directory as Atmos knows it: absolute if discovered, as written if named. */
  readonly directory: string;
  /** Whether its `import` applies. */
  readonly imports: boolean;
  /** Whether the `.atmos.d` beside it and in the git root apply. */
  readonly dropIns: boolean;
}

/** A file that is skipped, and why. */
export type LeftOut = ConfigFileReport & { readonly read: false };

/** The result of the search. */
export interface FoundSources {
  /** Every place that was searched, lowest precedence first. */
  readonly candidates: readonly (ConfigSource | LeftOut)[];
  readonly problems: readonly Problem[];
}

/**
 * The names of a configuration; the first that exists is used. Atmos tries more (`.toml`, `.hcl`, …), reads them all as YAML, and fails.
 */
export const FILE_NAMES = ["atmos.json", "atmos.yaml", "atmos.yml"] as const;

/** Additional names in the directories of `--config-path`. Reference: `pkg/config/load_config_args.go` of Atmos. */
export const HIDDEN_FILE_NAMES = [".atmos.json", ".atmos.yaml", ".atmos.yml"] as const;

/** The configuration of one directory, and files with other names beside it. */
export async function lookInDirectory(
  directory: string,
  files: ConfigFiles,
  { reason = "", names = FILE_NAMES }: { readonly reason?: string; readonly names?: readonly string[] } = {},
): Promise<{ readonly path: string | undefined; readonly leftOut: readonly LeftOut[] }> {
  const present: string[] = [];
  for (const name of names) {
    if (await files.kind(join(directory, name)) !== "missing") present.push(name);
  }
  const [first, ...others] = present;
  return {
    path: first === undefined ? undefined : join(directory, first),
    leftOut: others.map((name) =>
      leftOut(join(directory, name), `${reason}: ${first} takes precedence`, files)
    ),
  };
}

/** A report of a skipped file. */
export function leftOut(path: string, reason: string, files: ConfigFiles): LeftOut {
  return { path: files.shown(path), read: false, reason, role: { kind: "source" } };
}

/** The parts of a comma-separated list; blank ones are dropped. */
export function commaList(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.split(",")).map((text) => text.trim()).filter((text) => text !== "");
}
