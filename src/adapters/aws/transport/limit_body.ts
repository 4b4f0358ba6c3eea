/** The maximum size of a response in bytes; the largest of AWS here has about 10 KiB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The `code` of the error for a response beyond the limit. */
export const BODY_TOO_LARGE = "ERR_BODY_TOO_LARGE";

/**
 * Reads the body of a response with a limit, since the SDK has none.
 *
 * @param heard Called for each part that arrives.
 */
export async function readLimited({ body }: Response, heard: () => void): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    heard();
    length += part.byteLength;
    if (length > MAX_BODY_BYTES) {
      // Leaving the loop closes the connection.
      throw Object.assign(new Error(`The response has more than ${MAX_BODY_BYTES} bytes`), {
        code: BODY_TOO_LARGE,
      });
    }
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
