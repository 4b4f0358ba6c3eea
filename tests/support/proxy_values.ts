import fc from "fast-check";
import { anyCharacter } from "./any_text.ts";

/** The password in the values. */
export const PROXY_SECRET = "hunter2";

/** Values of `NO_PROXY` and the like hold no secret; nobody's name server is asked by them. */
const odd = fc.string({ unit: anyCharacter }).map((text) => `^${text}`);

const hostile = fc.constantFrom(
  `http://user:${PROXY_SECRET}@`,
  `http://user:${PROXY_SECRET}@[::1`,
  `user:${PROXY_SECRET}@127.0.0.1:99999`,
  `http://${PROXY_SECRET}:${PROXY_SECRET}@127.0.0.1:${PROXY_SECRET}`,
  `https://user:${PROXY_SECRET}%zz@127.0.0.1:1`,
  `socks5://user:${PROXY_SECRET}@127.0.0.1:1`,
  `socks4://user:${PROXY_SECRET}@127.0.0.1:1`,
  `http://user:${PROXY_SECRET}\u0000@127.0.0.1:1`,
  `http://${"u".repeat(300)}:${PROXY_SECRET}@127.0.0.1:1`,
  `http://user:${PROXY_SECRET}%00%0d%0a@127.0.0.1:1`,
  `javascript:${PROXY_SECRET}`,
  `http:/user:${PROXY_SECRET}@127.0.0.1:1`,
  `http://user:${PROXY_SECRET}@xn--:1`,
  `http://user:${PROXY_SECRET}@-a-.test:1`,
  `http://user:${PROXY_SECRET}@127.1:1`,
  `http://user:${PROXY_SECRET}@0x7f000001:1`,
);

// Hosts are this machine, or none.
const made = fc.tuple(
  fc.constantFrom("", "http://", "https://", "socks5://", "HTTP://", "ftp://", "://", " http://"),
  fc.constantFrom(
    "",
    `u:${PROXY_SECRET}@`,
    `${PROXY_SECRET}@`,
    `:${PROXY_SECRET}@`,
    `u:${PROXY_SECRET}%@`,
    `u:%41${PROXY_SECRET}@`,
  ),
  fc.oneof(fc.constantFrom("127.0.0.1", "[::1]", "[::", "", "a b", "é", '"'), odd),
  fc.oneof(fc.constantFrom(":1", ":", ":0", ":65536", `:${PROXY_SECRET}`, ":1/path"), odd),
).map((parts) => parts.join(""));

/** Values of a variable that names a proxy: valid, odd and hostile. */
export const proxyValue: fc.Arbitrary<string> = fc.oneof(hostile, made, odd);

/** Nothing listens there, so that no request leaves this machine. */
const CLOSED = "127.0.0.1:9";

const REFUSED = /: the proxy did not open a connection to/;

/** Values, and what is said of each; `NAME` stands for the variable. */
export const PROXY_ROWS: readonly (readonly [value: string, says: RegExp])[] = [
  [`http://u:${PROXY_SECRET}@127.0.0.1:99999`, /Cannot use the proxy of NAME: its port/],
  [`http://u:${PROXY_SECRET}@${CLOSED}`, REFUSED],
  [CLOSED, REFUSED],
  [`https://u:${PROXY_SECRET}@${CLOSED}/`, REFUSED],
  [`socks5://u:${PROXY_SECRET}@${CLOSED}`, REFUSED],
  [`http://${PROXY_SECRET}:${PROXY_SECRET}`, /Cannot use the proxy of NAME: its port/],
  [`http://u:${PROXY_SECRET}%zz@${CLOSED}`, /Cannot use the proxy of NAME: user or password/],
  [`http://u:${PROXY_SECRET}@[::1`, /Cannot use the proxy of NAME: it has no host/],
  [`ftp://u:${PROXY_SECRET}@${CLOSED}`, /Cannot use the proxy of NAME: its scheme/],
  [` ${PROXY_SECRET}`, /Cannot use the proxy of NAME: it contains white space/],
  [`"http://u:${PROXY_SECRET}@${CLOSED}"`, /Cannot use the proxy of NAME: it contains a quote/],
];

/** Variables that name a proxy. */
export const PROXY_VARIABLES: readonly string[] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
