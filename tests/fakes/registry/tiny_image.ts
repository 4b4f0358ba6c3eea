/**
 * The smallest image that a container client takes for one.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** Bytes with their media type. */
export interface Content {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A manifest with all that it refers to. */
export interface Image {
  readonly manifest: Content;
  readonly blobs: readonly Content[];
}

/** Old clients, such as docker 20.10, do not know OCI's. */
export type ImageFormat = "docker" | "oci";

/** References: https://github.com/opencontainers/image-spec/blob/main/media-types.md, https://distribution.github.io/distribution/spec/manifest-v2-2/ */
const MEDIA_TYPES: Readonly<Record<ImageFormat, Readonly<Record<"manifest" | "config" | "layer", string>>>> =
  {
    docker: {
      manifest: "application/vnd.docker.distribution.manifest.v2+json",
      config: "application/vnd.docker.container.image.v1+json",
      layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
    },
    oci: {
      manifest: "application/vnd.oci.image.manifest.v1+json",
      config: "application/vnd.oci.image.config.v1+json",
      layer: "application/vnd.oci.image.layer.v1.tar+gzip",
    },
  };

const TAR_BLOCK_BYTES = 512;

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** An image of one layer with these files, by path. The same files give the same digests. */
export function tinyImage(files: Readonly<Record<string, string>>, format: ImageFormat = "oci"): Image {
  const types = MEDIA_TYPES[format];
  const tar = tarOf(files);
  const layer = { mediaType: types.layer, bytes: new Uint8Array(gzipSync(tar)) };
  const config = json(types.config, {
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  });
  const manifest = json(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(config),
    layers: [descriptor(layer)],
  });
  return { manifest, blobs: [config, layer] };
}

function json(mediaType: string, value: unknown): Content {
  return { mediaType, bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

function descriptor({ mediaType, bytes }: Content): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
}

/** Reference: the ustar format of POSIX.1-1988. */
function tarOf(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [path, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    const padded = new Uint8Array(Math.ceil(content.byteLength / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES);
    padded.set(content);
    blocks.push(tarHeader(path, content.byteLength), padded);
  }
  blocks.push(new Uint8Array(2 * TAR_BLOCK_BYTES));
  return new Uint8Array(blocks.flatMap((block) => [...block]));
}

function tarHeader(path: string, size: number): Uint8Array {
  const header = new Uint8Array(TAR_BLOCK_BYTES);
  const write = (offset: number, text: string): void => header.set(new TextEncoder().encode(text), offset);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  write(0, path);
  write(100, `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`);
  // The checksum counts itself as eight spaces.
  write(148, "        0");
  write(257, "ustar\x0000");
  const sum = header.reduce((total, byte) => total + byte, 0);
  write(148, `${octal(sum, 6)}\0 `);
  return header;
}
