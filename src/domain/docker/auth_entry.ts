import { Secret } from "../secret.ts";

/** The text fields of an entry of `auths`. */
interface AuthFields {
  readonly auth?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly identitytoken?: string | undefined;
  readonly registrytoken?: string | undefined;
}

/** An entry of `auths`, as Docker uses it. */
export interface AuthEntry {
  /** The key as written, e.g. `https://registry.example`. */
  readonly key: string;
  /** The registry host that Docker derives from the key. */
  readonly host: string;
  /** User name and password; absent if there are none or they cannot be decoded. */
  readonly login?: { readonly username: string; readonly password: Secret };
  /** Whether Docker can log in with this entry. Docker leaves empty entries to mark that a credential store has the login. */
  readonly usable: boolean;
}

/** Standard base64, padded to a multiple of four. Go's decoder, which Docker uses, ignores line breaks inside. */
const BASE64_REGEXP = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads an entry as Docker does: `auth` overrides `username` and `password`; a token alone makes it usable.
 *
 * Reference: `LoadFromReader`, https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L86
 */
export function readAuthEntry(key: string, fields: AuthFields): AuthEntry {
  const { auth, username, password = "" } = fields;
  const plain = username ? { username, password: new Secret(password) } : undefined;
  const login = auth ? decodeDockerAuth(auth) : plain;
  const usable = login !== undefined || Boolean(fields.identitytoken) || Boolean(fields.registrytoken);
  return { key, host: hostOfKey(key), usable, ...(login === undefined ? {} : { login }) };
}

/**
 * User name and password of an `auth` field: base64 of `user:password`, split at the first colon, NUL padding removed.
 *
 * Reference: `decodeAuth`, https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L258
 *
 * @returns undefined for anything that Docker would reject.
 */
export function decodeDockerAuth(auth: string): AuthEntry["login"] {
  const decoded = decodedAuth(auth);
  if (decoded === undefined) return undefined;
  const bytes = Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const colon = text.indexOf(":");
  const password = text.slice(colon + 1).replaceAll(/^\0+|\0+$/g, "");
  return { username: text.slice(0, colon), password: new Secret(password) };
}

/** Whether {@linkcode decodeDockerAuth} can decode an `auth` field; much faster, since a file may have thousands. */
export function isDockerAuth(auth: string): boolean {
  return decodedAuth(auth) !== undefined;
}

/** The bytes of an `auth` field as characters; undefined if Docker would reject it. */
function decodedAuth(auth: string): string | undefined {
  const base64 = auth.replace(/[\r\n]/g, "");
  if (base64.length % 4 !== 0 || !BASE64_REGEXP.test(base64)) return undefined;
  const decoded = atob(base64);
  return decoded.indexOf(":") > 0 ? decoded : undefined;
}

/** Reference: the form of a URL's scheme, https://www.rfc-editor.org/rfc/rfc3986#section-3.1 */
const SCHEME_REGEXP = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/**
 * The host that Docker derives from a key of `auths`: without a scheme and without what follows the host.
 *
 * Reference: `ConvertToHostname`, https://github.com/docker/cli/blob/365e7a5a4e64/cli/config/credentials/file_store.go#L76
 */
export function hostOfKey(key: string): string {
  // Most keys are hosts, and a file may have thousands.
  return /[/?#]/.test(key) ? key.replace(SCHEME_REGEXP, "").replace(/[/?#].*$/s, "") : key;
}

/**
 * The keys under which a login to a host may be stored, as `docker logout` searches for it.
 *
 * Reference: https://github.com/docker/cli/blob/0718529a7ee2/cli/command/registry/logout.go#L57
 */
export function keysOfHost(host: string): readonly string[] {
  return [host, `http://${host}`, `https://${host}`];
}
