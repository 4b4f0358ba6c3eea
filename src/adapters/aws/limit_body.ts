import type { Readable } from "node:stream";

/** Bytes of the longest answer that is read; the longest of AWS' here has about 10 KiB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The `code` of the error that ends an answer beyond the limit. */
export const BODY_TOO_LARGE = "ERR_BODY_TOO_LARGE";

/**
 * The body of an answer, as a stream that fails where it grows too large: the SDK collects a body in memory without a limit of its own.
 *
 * @param signal What ended the call when it has aborted: the SDK does not repeat such a request.
 */
export async function limitBody(body: Readable, signal: AbortSignal): Promise<Readable> {
  const { Transform } = await import("node:stream");
  let length = 0;
  const limited = new Transform({
    transform(chunk: Uint8Array, _encoding, done): void {
      length += chunk.byteLength;
      if (length <= MAX_BODY_BYTES) return done(null, chunk);
      done(
        Object.assign(new Error(`The answer has more than ${MAX_BODY_BYTES} bytes`), {
          code: BODY_TOO_LARGE,
        }),
      );
    },
  });
  body.on("error", (error) => {
    limited.destroy(
      signal.aborted ? Object.assign(new Error("Request aborted"), { name: "AbortError" }) : error,
    );
  });
  limited.on("close", () => body.destroy());
  return body.pipe(limited);
}
