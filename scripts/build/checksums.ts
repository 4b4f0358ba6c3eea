import { createHash } from "node:crypto";

/** Name of the file with the sums of all others. */
export const CHECKSUMS_NAME = "SHA256SUMS";

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What `sha256sum --check` reads, in the order of the names. @param sums Sum by name. */
export function checksumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** Reads such a file. @throws {Error} for a line of another form. */
export function parseChecksums(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").filter((line) => line !== "").map((line, index): [string, string] => {
      const { sum, name } = /^(?<sum>[0-9a-f]{64}) [ *](?<name>\S+)$/.exec(line)?.groups ?? {};
      if (sum === undefined || name === undefined) {
        throw new Error(`Cannot read line ${index + 1} of ${CHECKSUMS_NAME}: it is not a sum with a name`);
      }
      return [name, sum];
    }),
  );
}
