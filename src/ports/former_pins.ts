/** The one file in which earlier versions kept all pins. Nothing in it counts; what it said must not be forgotten in silence. */
export interface FormerPins {
  /** Whether there is such a file: a look, cheap enough for a warm answer. */
  exist(): boolean;
  /** The path of the file, if it names one of some hosts, or cannot be read; undefined otherwise. */
  naming(hosts: readonly string[]): string | undefined;
}
