/**
 * A network failure with a code: Node's, if there is one, which the SDK's retries know; otherwise `CERT_…` for certificates and
 * `ERR_PROXY_…` for proxies.
 */
export class NetworkFailure extends Error {
  override readonly name: string = "NetworkFailure";
  readonly code: string;

  /** @param code The code. @param cause The runtime's error. It may contain the URL, and is never shown. */
  constructor(code: string, cause?: unknown) {
    super(`The network failed (${code})`, { cause });
    this.code = code;
  }
}

/**
 * The messages of Deno's `fetch` and their codes; the first match applies. Deno has no codes of its own.
 * Reference: `ext/fetch/lib.rs` and `ext/fetch/proxy.rs` of Deno 2.9, and the messages of hyper-util, rustls and the systems.
 */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/proxy authentication required/i, "ERR_PROXY_AUTH"],
  [/unsuccessful tunnel|while tunneling/i, "ERR_PROXY_TUNNEL"],
  [/Proxy server unreachable|socks/i, "ERR_PROXY_SOCKS"],
  [/dns error/i, "ENOTFOUND"],
  [/certificate not valid for name|NotValidForName/i, "CERT_NOT_VALID_FOR_NAME"],
  [/certificate[^:]*expired|: Expired/i, "CERT_EXPIRED"],
  [/connection refused|os error (?:111|61|10061)\b/i, "ECONNREFUSED"],
  [
    /os error (?:101|113|51|65|10051|10065)\b|no route to host|(?:network|host) is (?:unreachable|down)/i,
    "EHOSTUNREACH",
  ],
  [/os error (?:110|60|10060)\b|timed out/i, "ETIMEDOUT"],
  [
    /client error \(Connect\): (?:received|peer|tls|.*(?:alert|handshake|corrupt message))/i,
    "ERR_TLS_HANDSHAKE",
  ],
];

/** Why a certificate is not trusted, in the message of rustls. */
const CERTIFICATE_REGEXP = /invalid peer certificate: (.*)$/s;

/**
 * Determines the code of an error of `fetch` or of reading a body.
 *
 * @param proxied Whether a proxy was used: if there is no connection, the one to the proxy failed.
 */
export function networkFailure(error: unknown, proxied: boolean): NetworkFailure {
  const said = messages(error);
  const code = CODES.find(([pattern]) => pattern.test(said))?.[1] ?? certificateCode(said) ?? "ECONNRESET";
  const isOfProxy = proxied && /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH)$/.test(code);
  return new NetworkFailure(isOfProxy ? `ERR_PROXY_${code}` : code, error);
}

/** Deno 2.9 has the reason in the cause, earlier versions in the message. */
function messages(error: unknown): string {
  return error instanceof Error ? `${error.message}: ${messages(error.cause)}` : "";
}

function certificateCode(said: string): string | undefined {
  const [, reason] = CERTIFICATE_REGEXP.exec(said) ?? [];
  const [word] = reason?.match(/[A-Z][A-Za-z]+(?=[\s)}:]*$)/) ?? [];
  if (reason === undefined) return undefined;
  return `CERT_${word?.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase() ?? "INVALID"}`;
}
