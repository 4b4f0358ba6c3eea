import { gzipSync } from "node:zlib";
import { type ArchiveFile, tar } from "./tar.ts";
import { installedName, type Target } from "./targets.ts";
import { zip } from "./zip.ts";

/** What an archive is made of. */
export interface ArchiveContent {
  readonly executable: Uint8Array;
  /** The files beside it, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Seconds since 1970. */
  readonly time: number;
}

const HELPER_LINK: ArchiveFile = {
  name: "docker-credential-atmos-ecr",
  bytes: new Uint8Array(),
  executable: true,
  link: "atmos-ecr",
};

/** The archive of an executable: a zip for Windows, else a compressed tar. */
export function archive(target: Target, { executable, texts, time }: ArchiveContent): Uint8Array {
  const files: ArchiveFile[] = [
    { name: installedName(target), bytes: executable, executable: true },
    // Where Docker looks for it. A zip has no links, and a copy would double it.
    ...(target.os === "windows" ? [] : [HELPER_LINK]),
    ...Array.from(texts, ([name, text]) => ({
      name,
      bytes: new TextEncoder().encode(text),
      executable: false,
    })),
  ];
  return target.os === "windows" ? zip(files, time) : gzip(tar(files, time));
}

/** The archive of the program for Deno: a compressed tar of one directory. @param directory Its name. */
export function scriptArchive(
  directory: string,
  { scripts, texts, time }: Omit<ArchiveContent, "executable"> & {
    readonly scripts: ReadonlyMap<string, string>;
  },
): Uint8Array {
  const files = Array.from([...scripts, ...texts], ([name, text]): ArchiveFile => ({
    name: `${directory}/${name}`,
    bytes: new TextEncoder().encode(text),
    executable: false,
  }));
  return gzip(tar(files, time));
}

/** Compressed, without a word about the machine that did it: the header has a place for the system. Reference: RFC 1952 section 2.3 */
function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255;
  return packed;
}
