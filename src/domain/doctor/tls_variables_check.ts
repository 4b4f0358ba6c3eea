import { type Check, fail, listed, ok, warn } from "./check.ts";
import { setNames, shownVariable, type Variables } from "./variables.ts";

/** Variables that name certificate files. */
export const CERTIFICATE_VARIABLES: readonly string[] = [
  "AWS_CA_BUNDLE",
  "DENO_CERT",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
];
const OTHER_VARIABLES: readonly string[] = ["DENO_TLS_CA_STORE", "HTTPS_PROXY", "https_proxy"];

/**
 * Whether variables weaken or break connections. Valid proxies and certificates are common: they are listed, without a warning.
 *
 * @param missing Names of variables whose certificate file does not exist.
 */
export function tlsVariablesCheck(variables: Variables, missing: readonly string[]): Check {
  const set = setNames(variables);
  if (set.includes("SSLKEYLOGFILE")) {
    return warn(
      "tls-variables",
      "SSLKEYLOGFILE is set: the TLS keys of every connection are written to a file that other users may be able to read",
      "Unset SSLKEYLOGFILE",
    );
  }
  // Reference: https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
  if (variables.get("NODE_TLS_REJECT_UNAUTHORIZED") === "0") {
    return warn(
      "tls-variables",
      "NODE_TLS_REJECT_UNAUTHORIZED=0 is set: programs accept any certificate, even a forged one",
      "Unset it, and set AWS_CA_BUNDLE to the CA certificates of this network",
    );
  }
  if (missing.length > 0) {
    return fail(
      "tls-variables",
      `Certificate files do not exist: ${listed(missing.map((name) => shownVariable(name, variables)))}`,
      "Correct the paths, or unset the variables",
    );
  }
  const names = set.filter((name) => [...CERTIFICATE_VARIABLES, ...OTHER_VARIABLES].includes(name));
  return ok(
    "tls-variables",
    names.length === 0
      ? "No TLS variables are set"
      : `TLS and proxy variables are set, which this network may require: ${
        listed(names.map((name) => shownVariable(name, variables)))
      }`,
  );
}
