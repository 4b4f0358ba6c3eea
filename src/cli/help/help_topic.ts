import type { HelpSection } from "../command/define_command.ts";

/** A help topic that is not a command. */
export interface HelpTopic {
  readonly name: string;
  /** A few words, for lists. */
  readonly summary: string;
  /** A paragraph. */
  readonly description: string;
  readonly sections: readonly HelpSection[];
}
