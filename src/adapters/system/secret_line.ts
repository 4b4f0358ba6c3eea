import { UsageError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";

/** The maximum length of the line, in bytes. */
const MAX_BYTES = 4096;

/** Time limit for the line in milliseconds: the program that writes it may prompt the user first. */
const TIMEOUT_MS = 60_000;

/**
 * The first line of standard input; undefined for a terminal, where it would be visible.
 *
 * @throws {UsageError} `USAGE` for a line that is too long or does not arrive.
 */
export async function secretLine(): Promise<Secret | undefined> {
  if (Deno.stdin.isTerminal()) return undefined;
  const bytes = new Uint8Array(MAX_BYTES + 1);
  const late = new Promise<"late">((resolve) => {
    AbortSignal.timeout(TIMEOUT_MS).addEventListener("abort", () => resolve("late"), { once: true });
  });
  let length = 0;
  while (length <= MAX_BYTES) {
    const count = await Promise.race([Deno.stdin.read(bytes.subarray(length)), late]);
    if (count === "late") throw refused(`no line was received within ${TIMEOUT_MS / 1000} s`);
    length += count ?? 0;
    const end = bytes.subarray(0, length).indexOf(0x0a);
    if (count !== null && end < 0) continue;
    return new Secret(new TextDecoder().decode(bytes.subarray(0, end < 0 ? length : end)));
  }
  throw refused("the line is longer than 4 KiB");
}

function refused(state: string): UsageError {
  return new UsageError(`Cannot read the secret from standard input: ${state}`, {
    hint: "Pass the secret access key as one line",
  });
}
