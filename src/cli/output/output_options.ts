/** The values of `--output`. Every command supports the first two; the others are diagrams. */
export const OUTPUT_FORMATS = ["text", "json", "mermaid", "dot"] as const;

/** A value of `--output`. */
export type OutputFormat = typeof OUTPUT_FORMATS[number];

/** The global options that control output. */
export interface OutputOptions {
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly verbose?: true;
  readonly quiet?: true;
}
