import { REDACTED } from "../../domain/secret.ts";
import { escapeText } from "../../domain/text/escape.ts";

const MAX_LENGTH = 300;

/**
 * Prepares another program's output for an error message: on one line, without the secrets that it was given (in any form it may have seen
 * them), without terminal control characters, at most 300 characters.
 */
export function describeOutput(output: string, secrets: readonly string[]): string {
  let text = output;
  for (const secret of secrets) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), base64(secret)]) {
      if (form !== "") text = text.replaceAll(form, REDACTED);
    }
  }
  const line = escapeText(text.trim().replaceAll(/[\t\r\n]+/g, " "));
  const characters = Array.from(line);
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH).join("")}…`;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
