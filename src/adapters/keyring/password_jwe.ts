/** The maximum number of iterations that a file may require: a hundred times what Atmos' library writes, about half a second. */
const MAX_ITERATIONS = 1_000_000;

/** The value of Atmos' library. Reference: https://github.com/dvsekhvalnov/jose2go, `pbse2_hmac_aeskw.go` */
const ITERATIONS = 8192;

/** Reference: RFC 7518, sections 4.8 and 5.3 */
const ALGORITHM = "PBES2-HS256+A128KW";
const ENCRYPTION = "A256GCM";

/**
 * Decrypts a compact JWE with a password, `PBES2-HS256+A128KW` with `A256GCM`.
 * Reference: RFC 7516 and RFC 7518; https://github.com/dvsekhvalnov/jose2go writes Atmos' files.
 *
 * @returns Undefined for a wrong password, and for a damaged text or another encryption.
 */
export async function openPasswordJwe(text: string, password: string): Promise<Uint8Array | undefined> {
  // Loaded for the first entry only.
  const { compactDecrypt, errors } = await import("./jose.ts");
  try {
    const { plaintext } = await compactDecrypt(text.trim(), new TextEncoder().encode(password), {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
      maxPBES2Count: MAX_ITERATIONS,
    });
    return plaintext;
  } catch (error) {
    // WebCrypto does not tell the cause, and must not; zero iterations end up here, too.
    if (error instanceof errors.JOSEError || error instanceof DOMException || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

/** Encrypts bytes with a password, for {@linkcode openPasswordJwe} and Atmos. */
export async function sealPasswordJwe(bytes: Uint8Array, password: string): Promise<string> {
  const { CompactEncrypt } = await import("./jose.ts");
  return await new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(new TextEncoder().encode(password));
}
