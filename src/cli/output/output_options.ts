/** What `--output` takes. Every command knows the first two; the others are drawings. */
export const OUTPUT_FORMATS = ["text", "json", "mermaid", "dot"] as const;

/** A value of `--output`. */
export type OutputFormat = typeof OUTPUT_FORMATS[number];

/** The global options that say how a command writes. */
export interface OutputOptions {
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly verbose?: true;
  readonly quiet?: true;
}
