import { isInNetwork, parseIpAddress } from "./ip_address.ts";

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
