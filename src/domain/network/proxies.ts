import { Secret } from "../secret.ts";
import { isExcepted, isLocalTarget, parseIpAddress } from "./no_proxy.ts";

/** A proxy set in a variable. */
export interface Proxy {
  /** Scheme, host and port; never user or password. */
  readonly url: string;
  readonly login?: { readonly user: string; readonly password: Secret };
  /** The variable that names it. */
  readonly variable: string;
}

/** How to send a request. A fault is the end of a message; it repeats nothing of the value, which may contain a password. */
export type WayOut =
  | { readonly kind: "direct" }
  | { readonly kind: "proxy"; readonly proxy: Proxy }
  | { readonly kind: "unusable"; readonly variable: string; readonly fault: string };

/** Default ports of proxies, as in Go and urllib3. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  "http:": "80",
  "https:": "443",
  "socks5:": "1080",
  "socks5h:": "1080",
};

const DIRECT: WayOut = { kind: "direct" };

/**
 * Determines how to send a request: through `HTTPS_PROXY` or `HTTP_PROXY` by its scheme, otherwise `ALL_PROXY`, each in lower case first;
 * not to the hosts of `NO_PROXY`, and never to this machine or a metadata service. An empty variable counts as unset.
 *
 * Reference: https://curl.se/docs/manpage.html#ENVIRONMENT
 *
 * @param variable Reads a variable.
 */
export function wayOut(url: URL, variable: (name: string) => string | undefined): WayOut {
  const first = (...names: string[]): string | undefined => names.find((name) => variable(name));
  const name = url.protocol === "http:"
    ? first("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
    : first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
  if (name === undefined || isLocalTarget(url)) return DIRECT;
  const except = variable("no_proxy") || variable("NO_PROXY") || "";
  if (isExcepted(url, except)) return DIRECT;
  const parsed = parseProxy(variable(name) ?? "");
  return typeof parsed === "string"
    ? { kind: "unusable", variable: name, fault: parsed }
    : { kind: "proxy", proxy: { ...parsed, variable: name } };
}

/**
 * Parses the value of a proxy variable, `[[scheme:]//][user[:password]@]host[:port][/]`; without a scheme it is `http://`, also before `//`,
 * as in the AWS CLI.
 *
 * @returns The problem, for an invalid value.
 */
export function parseProxy(value: string): Omit<Proxy, "variable"> | string {
  if (value.trim() === "") return "it is blank";
  // deno-lint-ignore no-control-regex -- what no URL has.
  if (/[\s\u0000-\u001f\u007f]/.test(value)) return "it contains white space or a control character";
  if (/["'`<>\\^{|}]/.test(value)) {
    return "it contains a quote or another character that is not allowed in a URL";
  }
  const [, scheme = "http", rest = ""] = /^(?:(?:([^/:@]*):)?\/\/)?(.*)$/.exec(value) ?? [];
  const protocol = `${scheme.toLowerCase()}:`;
  const defaultPort = DEFAULT_PORTS[protocol];
  if (defaultPort === undefined) return "its scheme is not http, https or socks5";
  const [authority = ""] = rest.split(/[/?#]/, 1);
  const at = authority.lastIndexOf("@");
  const [, host = "", colon = "", port = ""] =
    /^(\[[^\]]*\]|[^:[\]]*)(:?)(.*)$/.exec(authority.slice(at + 1)) ?? [];
  const hostFault = faultOfHost(host);
  if (hostFault !== undefined) return hostFault;
  if (colon !== "" && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    return "its port is not a number from 1 to 65535";
  }
  const url = `${protocol}//${host}:${port === "" ? defaultPort : Number(port)}`;
  if (URL.parse(url) === null) return "its host is not valid";
  if (at < 0) return { url };
  const login = parseLogin(authority.slice(0, at));
  return login === undefined ? "user or password has an invalid escape (write %25 for %)" : { url, login };
}

function faultOfHost(host: string): string | undefined {
  if (host === "") return "it has no host";
  if (host.startsWith("[")) {
    const address = host.slice(1, -1);
    return address.includes(":") && parseIpAddress(address) !== undefined
      ? undefined
      : "the address in brackets is not an IPv6 address";
  }
  if (/^[\d.]+$/.test(host)) {
    return parseIpAddress(host) === undefined ? "its host is not an IPv4 address" : undefined;
  }
  return /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?$/i.test(host) && !host.includes("..")
    ? undefined
    : "its host is not a valid name (write non-ASCII names as xn--…)";
}

function parseLogin(text: string): Proxy["login"] | undefined {
  const [, user = "", password = ""] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
  try {
    return { user: decodeURIComponent(user), password: new Secret(decodeURIComponent(password)) };
  } catch {
    return undefined;
  }
}
