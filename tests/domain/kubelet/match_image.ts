/**
 * How the kubelet compares an entry of `matchImages` with an image: equally many parts of the host, each matched by itself with `*` and
 * `?`; the same port; the path as a prefix.
 *
 * Reference: `URLsMatch`, https://github.com/kubernetes/kubernetes/blob/4f3d0e3bde11/pkg/credentialprovider/keyring.go
 */
export function matchesImage(pattern: string, image: string): boolean {
  const [wanted, given] = [split(pattern), split(image)];
  if (wanted.port !== given.port || wanted.parts.length !== given.parts.length) return false;
  if (!given.path.startsWith(wanted.path)) return false;
  return wanted.parts.every((part, index) => glob(part).test(given.parts[index] ?? ""));
}

function split(text: string): { parts: string[]; port: string; path: string } {
  // The kubelet puts `https://` before it and takes it for a URL.
  const slash = text.indexOf("/");
  const authority = slash < 0 ? text : text.slice(0, slash);
  const [host = "", port = ""] = authority.split(":");
  return { parts: host.split("."), port, path: slash < 0 ? "" : text.slice(slash) };
}

function glob(part: string): RegExp {
  const source = part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^.]*").replaceAll("?", "[^.]");
  return new RegExp(`^${source}$`);
}
