import process from "node:process";

/**
 * Runs work of the YAML library with an empty `process.env`, and without stack traces.
 *
 * For every token the library looks whether `LOG_TOKENS` is set, and for every document `LOG_STREAM`, and if so writes what it reads to
 * standard output, secrets included. Under Deno each look is a call into the system besides: a tenth of the time of a large file.
 * For every tag that is not YAML's it makes an error, whose stack takes most of the time and which nobody sees.
 *
 * @param work Synchronous, so that nobody else sees the environment missing.
 */
export function quietly<T>(work: () => T): T {
  const environment = process.env;
  const { stackTraceLimit } = Error;
  process.env = {};
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    process.env = environment;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
