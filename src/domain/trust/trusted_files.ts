/**
 * The file of trusted configurations:
 *
 * ```json
 * {"version": 1, "files": {"/home/me/infra/atmos.yaml": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}
 * ```
 *
 * Each path has the SHA-256, in hex, of the path, a line feed and the content. Paths are sorted.
 *
 * Reference: the hash is that of direnv, `fileHash` in `internal/cmd/rc.go`.
 *
 * @module
 */
import { isAbsolutePath } from "../files/app_directories.ts";
import { asFields, parseFields } from "../files/json_fields.ts";
import { escapeText, shellWord } from "../text/escape.ts";

/** The version of the format. */
const VERSION = 1;

/** The hash of each trusted file, by absolute path. */
export type TrustedFiles = ReadonlyMap<string, string>;

/** The bytes whose hash stands for a file with this content. */
export function trustedBytes(file: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${file}\n`);
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}

/** The text of the file. */
export function encodeTrust(files: TrustedFiles): string {
  const sorted = [...files].toSorted(([a], [b]) => a < b ? -1 : 1);
  return `${JSON.stringify({ version: VERSION, files: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/**
 * Decodes what {@linkcode encodeTrust} wrote.
 *
 * @returns Undefined if any part of it is invalid: a file that was tampered with proves nothing.
 */
export function decodeTrust(text: string): TrustedFiles | undefined {
  const root = parseFields(text);
  const files = asFields(root?.["files"]);
  if (root?.["version"] !== VERSION || files === undefined) return undefined;
  const trusted = new Map<string, string>();
  for (const [path, hash] of Object.entries(files)) {
    if (!isAbsolutePath(path) || typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
    trusted.set(path, hash);
  }
  return trusted;
}

/** The command that trusts a file, for display and copying: the file name is quoted as one word. */
export function trustCommand(file: string): string {
  return `atmos-ecr trust ${shellWord(escapeText(file))}`;
}

/** The state of an untrusted file in messages. @param leader The file that led to it, if that one is not trusted. */
export function notTrusted(file: string, leader?: string): string {
  return leader === undefined
    ? `"${file}" is not trusted`
    : `"${leader}", which leads to "${file}", is not trusted`;
}

/** The hint for an untrusted file. */
export function trustHint(file: string): string {
  return `Review the file, then run \`${trustCommand(file)}\``;
}
