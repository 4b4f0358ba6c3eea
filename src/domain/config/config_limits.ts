/**
 * The limits of a configuration. Real ones stay far below; anything beyond is a mistake or an attack.
 *
 * @module
 */
export const CONFIG_LIMITS = {
  /** Bytes of one file: 1 MiB. */
  fileBytes: 1 << 20,
  /** Bytes of all files together: 4 MiB. */
  totalBytes: 4 << 20,
  /** Different files. */
  files: 50,
  /** How often files may be merged into each other; each counts as often as it is imported. */
  merges: 500,
  /** Entries of one list or mapping under `auth` and `env`, such as identities: a real one has hundreds. */
  entries: 10_000,
  /** Values in everything that is merged; each file counts as often as it is merged. */
  mergedValues: 200_000,
  /** How deep imports may nest. Atmos stops at the same depth, silently (`MaximumImportLvL`). */
  importDepth: 10,
  /** How deep lists and mappings may nest. */
  depth: 64,
  /** Values of one file; those repeated by aliases count each time. */
  values: 100_000,
  /** Tokens of all files together: the input of the parser. */
  tokens: 350_000,
  /** Tags (`!env`) of all files together: each is evaluated, or reported, individually. */
  tags: 10_000,
  /** Characters of a path, or of a name that becomes one. */
  pathLength: 4_096,
  /** Aliases (`*name`) in one file. */
  aliases: 10_000,
  /** How often `!include` may be used. */
  includes: 1_000,
  /** Bytes that a command of `!exec` may print: 1 MiB. */
  commandBytes: 1 << 20,
  /** Milliseconds that a command of `!exec` may take: it may prompt the user to unlock something. */
  commandMs: 60_000,
  /** Milliseconds that fetching one file may take. */
  remoteMs: 10_000,
  /** Directory entries that a glob may examine. */
  globEntries: 10_000,
} as const;
