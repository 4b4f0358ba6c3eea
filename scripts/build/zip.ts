import { crc32, deflateRawSync } from "node:zlib";
import { type ArchiveFile, concatenated } from "./tar.ts";

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
/** Made on Unix, by the specification of version 2.0: the mode of each file stands in its external attributes. */
const MADE_BY = (3 << 8) | 20;
const NEEDS = 20;
const UTF8_NAMES = 1 << 11;
const DEFLATE = 8;
const REGULAR_FILE = 0o100000;

/**
 * A zip archive that depends on nothing but its files and a time.
 *
 * Reference: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3 and 4.4
 *
 * @param seconds The time of every file, since 1970; zip knows even seconds only, from 1980 on.
 */
export function zip(files: readonly ArchiveFile[], seconds: number): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, executable } of files) {
    const encoded = new TextEncoder().encode(name);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = [
      ...[NEEDS, UTF8_NAMES, DEFLATE].map(u16),
      u32(dosTime(seconds)),
      ...[crc32(bytes), packed.length, bytes.length].map(u32),
      u16(encoded.length),
      u16(0),
    ];
    const local = concatenated([u32(LOCAL_HEADER), ...common, encoded, packed]);
    const attributes = (REGULAR_FILE | (executable ? 0o755 : 0o644)) * 2 ** 16;
    centrals.push(
      concatenated([
        u32(CENTRAL_HEADER),
        u16(MADE_BY),
        ...common,
        ...[0, 0, 0].map(u16),
        u32(attributes),
        u32(offset),
        encoded,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = concatenated(centrals);
  const counts = [0, 0, files.length, files.length].map(u16);
  return concatenated([
    ...locals,
    directory,
    u32(END),
    ...counts,
    u32(directory.length),
    u32(offset),
    u16(0),
  ]);
}

/** Date and time as MS-DOS packs them, in UTC. */
function dosTime(seconds: number): number {
  const date = new Date(Math.max(seconds, Date.UTC(1980) / 1000) * 1000);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return day * 2 ** 16 +
    ((date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1));
}

function u16(value: number): Uint8Array {
  return new Uint8Array([value & 0xff, value >>> 8 & 0xff]);
}

function u32(value: number): Uint8Array {
  return concatenated([u16(value % 2 ** 16), u16(Math.floor(value / 2 ** 16))]);
}
