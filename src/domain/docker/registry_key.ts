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
