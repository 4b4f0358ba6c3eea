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
