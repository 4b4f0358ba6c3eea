import { type Content, digestOf, type Image } from "./tiny_image.ts";

/** One repository: what was pushed to it, by digest and tag. */
export class Repository {
  readonly #blobs = new Map<string, Content>();
  readonly #manifests = new Map<string, Content>();
  readonly #tags = new Map<string, string>();
  readonly #uploads = new Map<string, Uint8Array<ArrayBuffer>>();

  get tags(): readonly string[] {
    return [...this.#tags.keys()].sort();
  }

  blob(digest: string): Content | undefined {
    return this.#blobs.get(digest);
  }

  /** @param reference A tag or a digest. */
  manifest(reference: string): Content | undefined {
    return this.#manifests.get(this.#tags.get(reference) ?? reference);
  }

  /** @returns The digest. */
  putBlob(content: Content): string {
    const digest = digestOf(content.bytes);
    this.#blobs.set(digest, content);
    return digest;
  }

  /** @param reference A tag, or the digest itself. @returns The digest. */
  putManifest(reference: string, content: Content): string {
    const digest = digestOf(content.bytes);
    this.#manifests.set(digest, content);
    if (!reference.includes(":")) this.#tags.set(reference, digest);
    return digest;
  }

  /** Pushes a whole image. @returns The digest of its manifest. */
  putImage(tag: string, image: Image): string {
    for (const blob of image.blobs) this.putBlob(blob);
    return this.putManifest(tag, image.manifest);
  }

  /** Opens an upload. @returns Its id. */
  startUpload(): string {
    const id = crypto.randomUUID();
    this.#uploads.set(id, new Uint8Array());
    return id;
  }

  /** Adds a chunk. @returns The bytes so far, `undefined` for an upload that is not open. */
  appendUpload(id: string, chunk: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    const before = this.#uploads.get(id);
    if (before === undefined) return undefined;
    const after = new Uint8Array(before.byteLength + chunk.byteLength);
    after.set(before);
    after.set(chunk, before.byteLength);
    this.#uploads.set(id, after);
    return after;
  }

  endUpload(id: string): void {
    this.#uploads.delete(id);
  }
}
