/** The longest work that a file may ask for: a hundred times what the library of Atmos writes (8,192), about half a second. */
const MAX_ITERATIONS = 1_000_000;

/** Reference: RFC 7518, sections 4.8 and 5.3 */
const ALGORITHM = "PBES2-HS256+A128KW";
const ENCRYPTION = "A256GCM";

const BASE64URL_REGEXP = /^[A-Za-z0-9_-]*$/;

/**
 * Opens a compact JWE that is sealed with a password, `PBES2-HS256+A128KW` with `A256GCM`.
 *
 * Reference: RFC 7516 and RFC 7518; https://github.com/dvsekhvalnov/jose2go writes what Atmos keeps.
 *
 * @returns Undefined for another password, and for what is damaged or sealed otherwise.
 */
export async function openPasswordJwe(text: string, password: string): Promise<Uint8Array | undefined> {
  const parts = text.trim().split(".");
  if (parts.length !== 5 || !parts.every((part) => BASE64URL_REGEXP.test(part))) return undefined;
  const [header = "", key = "", iv = "", ciphertext = "", tag = ""] = parts;
  const work = readHeader(header);
  if (work === undefined) return undefined;
  const encoder = new TextEncoder();
  try {
    const passwordKey = await crypto.subtle.importKey("raw", encoder.encode(password), "PBKDF2", false, [
      "deriveKey",
    ]);
    const wrappingKey = await crypto.subtle.deriveKey(
      {
        name: "PBKDF2",
        hash: "SHA-256",
        salt: join(encoder.encode(`${ALGORITHM}\0`), bytes(work.salt)),
        iterations: work.iterations,
      },
      passwordKey,
      { name: "AES-KW", length: 128 },
      false,
      ["unwrapKey"],
    );
    const contentKey = await crypto.subtle.unwrapKey(
      "raw",
      bytes(key),
      wrappingKey,
      "AES-KW",
      { name: "AES-GCM", length: 256 },
      false,
      ["decrypt"],
    );
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes(iv), additionalData: encoder.encode(header), tagLength: 128 },
      contentKey,
      join(bytes(ciphertext), bytes(tag)),
    );
    return new Uint8Array(plain);
  } catch {
    // WebCrypto does not say what was wrong, and must not.
    return undefined;
  }
}

/** How the key of the password is derived. */
function readHeader(encoded: string): { readonly iterations: number; readonly salt: string } | undefined {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes(encoded)));
  } catch {
    return undefined;
  }
  const field = (key: string): unknown =>
    typeof header === "object" && header !== null ? Reflect.get(header, key) : undefined;
  const iterations = field("p2c");
  const salt = field("p2s");
  if (field("alg") !== ALGORITHM || field("enc") !== ENCRYPTION) return undefined;
  if (typeof salt !== "string" || !BASE64URL_REGEXP.test(salt)) return undefined;
  if (typeof iterations !== "number" || !Number.isInteger(iterations)) return undefined;
  return iterations >= 1 && iterations <= MAX_ITERATIONS ? { iterations, salt } : undefined;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(base64url, { alphabet: "base64url" });
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
