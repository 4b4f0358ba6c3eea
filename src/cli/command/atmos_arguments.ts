import { OUTPUT_FORMATS } from "../output/output_options.ts";

/**
 * Rewrites `auth env -o FILE`, as in Atmos, to `--output-file FILE`, since `-o` is the output format here. A value is a path if it contains
 * a dot or a slash, so that a misspelt format is not taken for a file.
 *
 * Reference: `cmd/auth_env.go` of Atmos.
 */
export function withOutputFile(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const at = before.indexOf("auth");
  if (at < 0 || before[at + 1] !== "env") return args;
  const option = before.findIndex((arg, index) => arg === "-o" && isPath(before[index + 1]));
  return option < 0 ? args : args.toSpliced(option, 1, "--output-file");
}

function isPath(value: string | undefined): boolean {
  return value !== undefined && !OUTPUT_FORMATS.some((format) => format === value) && /[./\\]/.test(value);
}
