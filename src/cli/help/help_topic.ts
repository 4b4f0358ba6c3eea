import type { HelpSection } from "../command/define_command.ts";

/** Something to read about that is no command. */
export interface HelpTopic {
  readonly name: string;
  /** A few words, for lists. */
  readonly summary: string;
  /** A paragraph. */
  readonly description: string;
  readonly sections: readonly HelpSection[];
}
