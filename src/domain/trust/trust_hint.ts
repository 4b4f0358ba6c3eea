import { escapeText } from "../text/escape.ts";
import { shellWord } from "../text/shell_word.ts";

/** The command that trusts a file, to be shown and copied: whatever the file is called, it is one word. */
export function trustCommand(file: string): string {
  return `atmos-ecr trust ${shellWord(escapeText(file))}`;
}

/** What to do about a file that is not trusted. */
export function trustHint(file: string): string {
  return `Review the file, then run: ${trustCommand(file)}`;
}
