import process from "node:process";

/**
 * Runs work of the YAML library with an empty `process.env`.
 *
 * For every token the library looks whether `LOG_TOKENS` is set, and for every document `LOG_STREAM`, and if so writes what it reads to
 * standard output, secrets included. Under Deno each look is a call into the system besides: a tenth of the time of a large file.
 *
 * @param work Synchronous, so that nobody else sees the environment missing.
 */
export function withoutParserLogs<T>(work: () => T): T {
  const environment = process.env;
  process.env = {};
  try {
    return work();
  } finally {
    process.env = environment;
  }
}
