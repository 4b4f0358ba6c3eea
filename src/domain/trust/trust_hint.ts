import { escapeText } from "../text/escape.ts";
import { shellWord } from "../text/shell_word.ts";

/** The command that trusts a file, for display and copying: the file name is quoted as one word. */
export function trustCommand(file: string): string {
  return `atmos-ecr trust ${shellWord(escapeText(file))}`;
}

/** The hint for an untrusted file. */
export function trustHint(file: string): string {
  return `Review the file, then run: ${trustCommand(file)}`;
}
