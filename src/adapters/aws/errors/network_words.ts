import type { AwsFault } from "../transport/aws_fault.ts";

/** A network failure in words, with a hint. */
export interface NetworkWords {
  /** The end of a message. */
  readonly state: string;
  readonly hint: string;
}

const CHECK_NETWORK = "Check the network, the VPN and HTTPS_PROXY, then try again";

/** Why a host could not be reached. @param host The host, if a connection was attempted. */
export function networkWords({ code = "", name }: AwsFault, host: string | undefined): NetworkWords {
  const shown = host === undefined ? "AWS" : `"${host}"`;
  if (/^(ENOTFOUND|EAI_)/.test(code)) {
    return {
      state: `the host name ${shown} cannot be resolved`,
      hint: "Check the region, the network, the DNS and the VPN, then try again",
    };
  }
  if (code === "ECONNREFUSED") return { state: `${shown} refused the connection`, hint: CHECK_NETWORK };
  if (/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code)) {
    return { state: `there is no route to ${shown}`, hint: CHECK_NETWORK };
  }
  if (code === "ERR_PROXY_AUTH") {
    return {
      state: `the proxy rejected the user and password (HTTP 407) for a connection to ${shown}`,
      hint: "Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT, with special characters escaped (%40 for @)",
    };
  }
  if (code.startsWith("ERR_PROXY")) {
    return {
      state: `the proxy did not open a connection to ${shown} (${code})`,
      hint: "Check HTTPS_PROXY, its user and password, and NO_PROXY; a proxy is an http:// or https:// URL",
    };
  }
  if (/CERT|^UNABLE_TO_|^ERR_(TLS|SSL|OSSL)/.test(code)) {
    return {
      state: `the certificate of ${shown} cannot be trusted (${code})`,
      hint: "Behind a proxy that inspects TLS, set AWS_CA_BUNDLE to the PEM file of its certificate",
    };
  }
  if (code === "ETIMEDOUT" || ((code === "") && name === "TimeoutError")) {
    return { state: `${shown} did not respond in time`, hint: CHECK_NETWORK };
  }
  return {
    state: `the connection to ${shown} was interrupted${code === "" ? "" : ` (${code})`}`,
    hint: CHECK_NETWORK,
  };
}
