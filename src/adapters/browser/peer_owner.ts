/** The tables of TCP sockets, of IPv4 and IPv6. Reference: proc(5), `/proc/net/tcp`. */
const TABLES: readonly string[] = ["/proc/net/tcp", "/proc/net/tcp6"];

/** A connection whose other end is still open. Reference: `TCP_ESTABLISHED` in `include/net/tcp_states.h` of Linux. */
const ESTABLISHED = "01";

/**
 * Whether the other end of a connection may belong to this user: its process runs as this user or as root. Only Linux can tell; elsewhere
 * it is always true. A connection that its owner has already closed has no owner, and is rejected.
 *
 * @param readTable Reads a table; replaced in tests.
 */
export async function mayBeThisUser(
  { ownPort, peerPort }: { readonly ownPort: number; readonly peerPort: number },
  readTable: (path: string) => Promise<string> = Deno.readTextFile,
): Promise<boolean> {
  if (Deno.build.os !== "linux") return true;
  const tables = await Promise.all(TABLES.map((path) => readTable(path).catch(() => "")));
  const sockets = tables.flatMap((table) => table.split("\n").slice(1)).map(parseSocket);
  const find = (local: number, remote: number) =>
    sockets.find((socket) => socket?.local === local && socket.remote === remote);
  // A kernel that does not show this process its own end does not show others, either.
  if (find(ownPort, peerPort) === undefined) return true;
  const peer = find(peerPort, ownPort);
  // On WSL, a browser on Windows connects from outside of Linux. Reference: `/proc/sys/kernel/osrelease` of WSL.
  if (peer === undefined) return /microsoft/i.test(Deno.osRelease());
  return peer.state === ESTABLISHED && peer.inode !== "0" && (peer.uid === 0 || peer.uid === Deno.uid());
}

interface Socket {
  readonly local: number;
  readonly remote: number;
  readonly state: string;
  readonly uid: number;
  readonly inode: string;
}

function parseSocket(line: string): Socket | undefined {
  const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/);
  if (local === undefined || remote === undefined || state === undefined || inode === undefined) {
    return undefined;
  }
  return { local: port(local), remote: port(remote), state, uid: Number(uid), inode };
}

/** The port of `0100007F:1F90`. */
function port(address: string): number {
  return Number.parseInt(address.split(":")[1] ?? "", 16);
}
