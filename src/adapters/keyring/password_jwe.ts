/** The longest work that a file may ask for: a hundred times what the library of Atmos writes, about half a second. */
const MAX_ITERATIONS = 1_000_000;

/** What the library of Atmos does. Reference: https://github.com/dvsekhvalnov/jose2go, `pbse2_hmac_aeskw.go` */
const ITERATIONS = 8192;

/** Reference: RFC 7518, sections 4.8 and 5.3 */
const ALGORITHM = "PBES2-HS256+A128KW";
const ENCRYPTION = "A256GCM";

/**
 * Opens a compact JWE that is sealed with a password, `PBES2-HS256+A128KW` with `A256GCM`.
 *
 * Reference: RFC 7516 and RFC 7518; https://github.com/dvsekhvalnov/jose2go writes what Atmos keeps.
 *
 * @returns Undefined for another password, and for what is damaged or sealed otherwise.
 */
export async function openPasswordJwe(text: string, password: string): Promise<Uint8Array | undefined> {
  // Loaded for the first entry: whoever has none does not pay for it.
  const { compactDecrypt, errors } = await import("jose");
  try {
    const { plaintext } = await compactDecrypt(text.trim(), new TextEncoder().encode(password), {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
      maxPBES2Count: MAX_ITERATIONS,
    });
    return plaintext;
  } catch (error) {
    // WebCrypto does not say what was wrong, and must not; a count of no iterations reaches it, too.
    if (error instanceof errors.JOSEError || error instanceof DOMException || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

/** Seals bytes with a password, as {@linkcode openPasswordJwe} opens them and Atmos does. */
export async function sealPasswordJwe(bytes: Uint8Array, password: string): Promise<string> {
  const { CompactEncrypt } = await import("jose");
  return await new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(new TextEncoder().encode(password));
}
