import { Secret } from "../secret.ts";

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

/** Networks that never use a proxy: this machine, and the metadata services of instances and containers. */
const LOCAL_NETWORKS = ["127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"];

/** The target of a request, for `NO_PROXY`. */
interface Target {
  /** In lower case, without brackets and without a trailing dot. */
  readonly host: string;
  readonly port: string;
}

/** Whether a request must not use a proxy, regardless of variables. */
export function isLocalTarget(url: URL): boolean {
  const { host } = targetOf(url);
  return host === "localhost" || host.endsWith(".localhost") ||
    LOCAL_NETWORKS.some((network) => isInCidr(host, network));
}

/**
 * Whether `NO_PROXY` excludes a request. Entries are separated by commas or blanks: a name includes its subdomains, with or without a
 * leading dot or `*.`; addresses may have a prefix length; each may have a port; `*` alone excludes everything.
 *
 * Reference: https://curl.se/docs/manpage.html#NOPROXY; ports as in Go's golang.org/x/net/http/httpproxy.
 */
export function isExcepted(url: URL, noProxy: string): boolean {
  const target = targetOf(url);
  return noProxy.toLowerCase().split(/[\s,]+/).some((entry) => entry !== "" && excepts(entry, target));
}

function targetOf({ hostname, port, protocol }: URL): Target {
  return {
    host: hostname.toLowerCase().replace(/^\[(.*)\]$/, "$1").replace(/\.$/, ""),
    port: port || (protocol === "http:" ? "80" : "443"),
  };
}

function excepts(entry: string, { host, port }: Target): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInCidr(host, entry.replaceAll(/[[\]]/g, ""));
  // An IPv6 address has a port only after brackets.
  const [, name = "", wantedPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [, entry];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const bare = name.replace(/^\[(.*)\]$/, "$1");
  const [address, asked] = [parseIpAddress(bare), parseIpAddress(host)];
  if (address !== undefined || asked !== undefined) {
    return address !== undefined && asked !== undefined && isInNetwork(asked, address, address.length * 8);
  }
  const suffix = bare.replace(/^\*?\./, "").replace(/\.$/, "");
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}

function isInCidr(host: string, cidr: string): boolean {
  const [, base = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const [address, network] = [parseIpAddress(host), parseIpAddress(base)];
  return address !== undefined && network !== undefined && isInNetwork(address, network, Number(bits));
}

/** An address as its bytes: 4 or 16. */
export type IpBytes = readonly number[];

/** The bytes of an address; undefined for anything else, including names. @param text Without brackets. */
export function parseIpAddress(text: string): IpBytes | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** Whether an address is in a network. @param bits The length of the prefix. */
export function isInNetwork(address: IpBytes, network: IpBytes, bits: number): boolean {
  if (address.length !== network.length || bits > network.length * 8) return false;
  return network.every((byte, index) => {
    const shift = 8 - Math.min(8, Math.max(0, bits - index * 8));
    return (byte >> shift) === ((address[index] ?? 0) >> shift);
  });
}

function parseIpv4(text: string): IpBytes | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): IpBytes | undefined {
  const parsed = /^[0-9a-f:.]+$/i.test(text) ? URL.parse(`http://[${text}]/`) : null;
  if (parsed === null) return undefined;
  // The URL parser writes it without an embedded IPv4 address, and shortens one run of zeros.
  const [head = "", tail] = parsed.hostname.slice(1, -1).split("::");
  const groups = (part: string): string[] => part === "" ? [] : part.split(":");
  const [before, after] = [groups(head), groups(tail ?? "")];
  const zeros: string[] = Array(tail === undefined ? 0 : 8 - before.length - after.length).fill("0");
  const bytes = [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  // ::ffff:192.0.2.1 is 192.0.2.1.
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.slice(12) : bytes;
}
