import { strictEqual } from "node:assert/strict";
import { mayBeThisUser } from "../../../src/adapters/browser/peer_owner.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

/** A line as Linux 6.1 writes it. Ports 8080 (1F90) and 50000 (C350). */
function line(local: string, remote: string, state: string, uid: number, inode: number): string {
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${
    String(uid).padStart(5)
  }        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;
}

const OWN = line("0100007F:1F90", "0100007F:C350", "01", 0, 11);
const MAPPED = "0000000000000000FFFF00000100007F";
const uid = Deno.build.os === "windows" ? 0 : Deno.uid() ?? 0;

const TABLE: readonly (readonly [what: string, tcp: string, tcp6: string, expected: boolean])[] = [
  ["this user", OWN + line("0100007F:C350", "0100007F:1F90", "01", uid, 12), "", true],
  ["root", OWN + line("0100007F:C350", "0100007F:1F90", "01", 0, 12), "", true],
  ["this user by IPv6", OWN, line(`${MAPPED}:C350`, `${MAPPED}:1F90`, "01", uid, 12), true],
  ["another user", OWN + line("0100007F:C350", "0100007F:1F90", "01", 4711, 12), "", false],
  ["another user by IPv6", OWN, line(`${MAPPED}:C350`, `${MAPPED}:1F90`, "01", 4711, 12), false],
  ["somebody who left (FIN_WAIT2)", OWN + line("0100007F:C350", "0100007F:1F90", "05", 0, 0), "", false],
  ["somebody who left (TIME_WAIT)", OWN + line("0100007F:C350", "0100007F:1F90", "06", 0, 0), "", false],
  ["somebody whose end is nobody's", OWN + line("0100007F:C350", "0100007F:1F90", "01", 0, 0), "", false],
  ["somebody without a trace", OWN, "", false],
  ["anybody, where the kernel shows nothing", "", "", true],
];

for (const [what, tcp, tcp6, expected] of TABLE) {
  Deno.test({
    name: `the other end of a connection is ${what}: ${expected ? "may be" : "is not"} this user`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      const read = (path: string) => Promise.resolve(HEAD + (path.endsWith("6") ? tcp6 : tcp));
      strictEqual(await mayBeThisUser({ ownPort: 8080, peerPort: 50000 }, read), expected);
    },
  });
}

Deno.test({
  name: "unreadable tables reject no user",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const read = () => Promise.reject(new Deno.errors.NotFound());
    strictEqual(await mayBeThisUser({ ownPort: 8080, peerPort: 50000 }, read), true);
  },
});
