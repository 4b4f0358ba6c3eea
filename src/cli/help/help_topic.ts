import type { HelpSection } from "./help_sections.ts";

/** Something to read about that is no command. */
export interface HelpTopic {
  readonly name: string;
  /** A few words, for lists. */
  readonly summary: string;
  /** A paragraph. */
  readonly description: string;
  readonly sections: readonly HelpSection[];
}
