/** Node's own, as the library sees it. Its build for browsers looks at no variable: bundles have nothing here. */
interface Process {
  env: unknown;
}

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
  const process = (globalThis as { process?: Process }).process;
  const environment = process?.env;
  const { stackTraceLimit } = Error;
  if (process !== undefined) process.env = {};
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    if (process !== undefined) process.env = environment;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
