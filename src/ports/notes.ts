/** Whoever is told what happened on the side, as sentences without a final period. Nothing in them is a secret; who
 * shows them escapes them. */
export interface Notes {
  /** Something that the person should know although the work goes on. */
  warning(sentence: string): void;

  /** Something that helps to understand what was done; most people do not want to know. */
  remark(sentence: string): void;
}

/** Nobody is told. */
export const NO_NOTES: Notes = { warning: () => {}, remark: () => {} };
