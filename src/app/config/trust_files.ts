import { ConfigError, LookupError } from "../../domain/errors/errors.ts";
import { type RiskyDirective, riskyDirectives } from "../../domain/trust/risky_directives.ts";
import type {
  ConfigSelection,
  ConfigText,
  ConfigTexts,
  Configurations,
  TrustRecords,
} from "../../ports/config.ts";

/** What granting and revoking trust needs. */
export interface TrustPorts {
  readonly configurations: Configurations;
  readonly texts: ConfigTexts;
  readonly records: TrustRecords;
}

/** A file that can be trusted, and what it would then do. */
export interface Trustable {
  readonly text: ConfigText;
  readonly directives: readonly RiskyDirective[];
}

/** The files to use if none is named and the configuration has none. */
const DEFAULT_FILES: readonly string[] = ["atmos.yaml", "atmos.yml"];

/**
 * The files that can be trusted: the named one; otherwise those of the configuration that contain something that requires trust; otherwise
 * that of the working directory.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND` if there is none, `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
 */
export async function trustableFiles(
  file: string | undefined,
  selection: ConfigSelection,
  ports: TrustPorts,
): Promise<Trustable[]> {
  if (file !== undefined) return [judged(await ports.texts.read(file))];
  const risky: Trustable[] = [];
  for (const path of await configurationFiles(selection, ports.configurations)) {
    const text = await readIfThere(path, ports.texts);
    const trustable = text && judged(text);
    if (trustable !== undefined && trustable.directives.length > 0) risky.push(trustable);
  }
  if (risky.length > 0) return risky;
  for (const path of DEFAULT_FILES) {
    const text = await readIfThere(path, ports.texts);
    if (text !== undefined) return [judged(text)];
  }
  throw new ConfigError("CONFIG_NOT_FOUND", "Cannot find a file to trust: there is no atmos.yaml here", {
    hint: "Specify it: `atmos-ecr trust FILE`",
  });
}

/** Trusts a file with the content that was judged, even if it has changed since. */
export async function trustFile(
  { text: { paths, content } }: Trustable,
  records: TrustRecords,
): Promise<void> {
  for (const path of paths) await records.trust(path, content);
}

/** A file whose trust was revoked. */
export interface Untrusted {
  /** As named, or the path to display. */
  readonly file: string;
  /** Whether it was trusted before. */
  readonly changed: boolean;
}

/**
 * Revokes trust in the named file, otherwise in those of the configuration and that of the working directory.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND` if the named file neither exists nor was trusted.
 */
export async function untrustFiles(
  file: string | undefined,
  selection: ConfigSelection,
  { configurations, texts, records }: TrustPorts,
): Promise<Untrusted[]> {
  const files = file === undefined
    ? [...new Set([...await configurationFiles(selection, configurations), ...DEFAULT_FILES])]
    : [file];
  const results: Untrusted[] = [];
  for (const path of files) {
    let changed = false;
    for (const candidate of await texts.pathsOf(path)) changed = await records.untrust(candidate) || changed;
    results.push({ file: path, changed });
  }
  const [only] = results;
  // Throws if the file does not exist: a misspelt name must not look like a success.
  if (file !== undefined && only?.changed === false) await texts.read(file);
  return file === undefined ? results.filter(({ changed }) => changed) : results;
}

/** The files that were read, by display path; if the search failed, the file that caused it. */
async function configurationFiles(
  selection: ConfigSelection,
  configurations: Configurations,
): Promise<string[]> {
  try {
    const { files } = await configurations.load(selection);
    return [...new Set(files.filter(({ read }) => read).map(({ path }) => path))];
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof LookupError)) throw error;
    return error.position === undefined ? [] : [error.position.file];
  }
}

/** A file of the configuration; undefined if it cannot be read by itself, such as a remote file. */
async function readIfThere(path: string, texts: ConfigTexts): Promise<ConfigText | undefined> {
  try {
    return await texts.read(path);
  } catch (error) {
    if (error instanceof ConfigError && error.code === "CONFIG_NOT_FOUND") return undefined;
    throw error;
  }
}

function judged(text: ConfigText): Trustable {
  return { text, directives: riskyDirectives(text.tree) };
}
