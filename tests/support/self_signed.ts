/**
 * A certificate for tests, made when it is needed: no fixture holds a key, and none can expire.
 *
 * Reference: https://www.rfc-editor.org/rfc/rfc5280 (certificates), https://www.rfc-editor.org/rfc/rfc5758 (ECDSA with SHA-256)
 *
 * @module
 */

/** A certificate with its key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

/** Makes a self-signed certificate for DNS names and addresses of IPv4, good from yesterday until tomorrow. */
export async function selfSigned(...names: readonly string[]): Promise<Identity> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign", "verify"],
  );
  const subject = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, ascii("test")))));
  const day = 24 * 3600 * 1000;
  const alternatives = sequence(...names.map(alternative));
  const body = sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    der(0x02, Uint8Array.of(1)),
    ECDSA_SHA256,
    subject,
    sequence(time(Date.now() - day), time(Date.now() + day)),
    subject,
    new Uint8Array(await crypto.subtle.exportKey("spki", publicKey)),
    der(0xa3, sequence(sequence(oid(0x55, 0x1d, 0x11), der(0x04, alternatives)))),
  );
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, body);
  const cert = sequence(body, ECDSA_SHA256, der(0x03, Uint8Array.of(0, ...signatureSequence(signature))));
  return {
    cert: pem("CERTIFICATE", cert),
    key: pem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey))),
  };
}

function alternative(name: string): Uint8Array<ArrayBuffer> {
  return /^[\d.]+$/.test(name) ? der(0x87, Uint8Array.from(name.split("."), Number)) : der(0x82, ascii(name));
}

/** WebCrypto gives r and s side by side, a certificate has them as two integers. */
function signatureSequence(raw: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const integer = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const value = bytes.subarray(start);
    return der(0x02, (value[0] ?? 0) > 0x7f ? Uint8Array.of(0, ...value) : Uint8Array.from(value));
  };
  const bytes = new Uint8Array(raw);
  return sequence(integer(bytes.subarray(0, 32)), integer(bytes.subarray(32)));
}

function der(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const head = length < 0x80
    ? [length]
    : length < 0x100
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return Uint8Array.of(tag, ...head, ...content);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return der(0x30, Uint8Array.from(parts.flatMap((part) => [...part])));
}

function oid(...bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  return der(0x06, Uint8Array.from(bytes));
}

function time(milliseconds: number): Uint8Array<ArrayBuffer> {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\..*/g, "");
  return der(0x18, ascii(`${digits}Z`));
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function pem(label: string, content: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${
    content.toBase64().replaceAll(/.{64}/g, "$&\n")
  }\n-----END ${label}-----\n`;
}
