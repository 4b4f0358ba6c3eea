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
type IpBytes = readonly number[];

/** The bytes of an address; undefined for anything else, including names. @param text Without brackets. */
export function parseIpAddress(text: string): IpBytes | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

/** Whether an address is in a network. @param bits The length of the prefix. */
function isInNetwork(address: IpBytes, network: IpBytes, bits: number): boolean {
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
