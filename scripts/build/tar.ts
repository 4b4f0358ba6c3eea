/** A file in an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** The file that it is a symbolic link to; a file of its own when absent. */
  readonly link?: string;
}

const BLOCK = 512;

/**
 * A tar archive that depends on nothing but its files and a time: they belong to root, whoever made it.
 *
 * Reference: `ustar` in https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 *
 * @param seconds The time of every file, since 1970.
 */
export function tar(files: readonly ArchiveFile[], seconds: number): Uint8Array {
  const parts = files.flatMap((file) => [header(file, seconds), padded(file.bytes)]);
  // Two empty blocks end an archive.
  return concatenated([...parts, new Uint8Array(BLOCK * 2)]);
}

/** One array of bytes of many. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function header({ name, bytes, executable, link }: ArchiveFile, seconds: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (offset: number, text: string): void => block.set(new TextEncoder().encode(text), offset);
  if (new TextEncoder().encode(name).length > 100) {
    throw new Error(`Cannot archive "${name}": its name is too long`);
  }
  put(0, name);
  put(100, octal(executable ? 0o755 : 0o644, 7));
  put(108, octal(0, 7)); // user
  put(116, octal(0, 7)); // group
  put(124, octal(bytes.length, 11));
  put(136, octal(seconds, 11));
  put(148, " ".repeat(8)); // the sum is made as if it were blank
  put(156, link === undefined ? "0" : "2"); // a regular file, or a symbolic link
  put(157, link ?? "");
  put(257, "ustar\x0000");
  put(265, "root");
  put(297, "root");
  put(148, `${octal(block.reduce((sum, byte) => sum + byte, 0), 6)}\x00 `);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padded(bytes: Uint8Array): Uint8Array {
  return concatenated([bytes, new Uint8Array((BLOCK - bytes.length % BLOCK) % BLOCK)]);
}
