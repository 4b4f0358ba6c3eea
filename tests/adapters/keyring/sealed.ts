/** How a test seals. */
export interface SealOptions {
  readonly password: string;
  /** Work factor; few, as tests have better things to do. @default {1000} */
  readonly iterations?: number;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** Seals a text as the file keyring of Atmos does: a compact JWE, `PBES2-HS256+A128KW` with `A256GCM`. Reference: RFC 7518 */
export async function seal(text: string, options: SealOptions): Promise<string> {
  const { password, iterations = 1000 } = options;
  const salt = crypto.getRandomValues(new Uint8Array(12));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const encoder = new TextEncoder();
  const header = encode(encoder.encode(JSON.stringify({
    alg: "PBES2-HS256+A128KW",
    enc: "A256GCM",
    p2c: iterations,
    p2s: encode(salt),
    ...options.header,
  })));
  const material = await crypto.subtle.importKey("raw", encoder.encode(password), "PBKDF2", false, [
    "deriveKey",
  ]);
  const wrapping = await crypto.subtle.deriveKey(
    {
      name: "PBKDF2",
      hash: "SHA-256",
      salt: new Uint8Array([...encoder.encode("PBES2-HS256+A128KW"), 0, ...salt]),
      iterations,
    },
    material,
    { name: "AES-KW", length: 128 },
    false,
    ["wrapKey"],
  );
  const content = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const key = new Uint8Array(await crypto.subtle.wrapKey("raw", content, wrapping, "AES-KW"));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: encoder.encode(header) },
      content,
      encoder.encode(text),
    ),
  );
  return [header, encode(key), encode(iv), encode(sealed.subarray(0, -16)), encode(sealed.subarray(-16))]
    .join(".");
}

function encode(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
