import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type CacheEntry,
  decodeCacheEntry,
  encodeCacheEntry,
} from "../../../src/domain/token/cache_entry.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { ownTime } from "../../../src/domain/time/own_time.ts";
import { entryOf, HOST, NOW, tokenLeft } from "../../support/helper_fixtures.ts";

const KEY = "0123456789abcdef".repeat(4);
const ENTRY: CacheEntry = {
  ...entryOf(tokenLeft(43_200, "the-password")),
  principal: { arn: "arn:aws:sts::222233334444:assumed-role/dev/me", account: "222233334444" },
  failure: { at: NOW, code: "AWS_DENIED", message: "AWS refused", hint: "Ask" },
};
const TEXT = `{
  "version": 2,
  "key": "${KEY}",
  "host": "${HOST}",
  "label": "dev-deploy",
  "principal": {
    "arn": "arn:aws:sts::222233334444:assumed-role/dev/me",
    "account": "222233334444"
  },
  "token": {
    "username": "AWS",
    "password": "the-password",
    "issued_at": "2026-03-01T12:00:00.000Z",
    "expires_at": "2026-03-02T00:00:00.000Z"
  },
  "failure": {
    "at": "2026-03-01T12:00:00.000Z",
    "code": "AWS_DENIED",
    "message": "AWS refused",
    "hint": "Ask"
  }
}
`;

/** An entry with its secret in the open, to compare. */
function plain(entry: CacheEntry | undefined): unknown {
  const { token } = entry ?? {};
  return token === undefined ? entry : { ...entry, token: { ...token, password: token.password.expose() } };
}

Deno.test("the file of an entry is what it was in the last release, byte for byte", () => {
  strictEqual(encodeCacheEntry(KEY, ENTRY), TEXT);
  deepStrictEqual(plain(decodeCacheEntry(KEY, TEXT)), plain(ENTRY));
});

Deno.test("times are converted to the current clock", () => {
  const then = { boot: "b", bootAtMs: 8 * 3_600_000 };
  const text = encodeCacheEntry(KEY, ENTRY, then);
  const times = (clock?: typeof then): readonly (number | undefined)[] => {
    const token = decodeCacheEntry(KEY, text, clock)?.token;
    return [token?.issuedAt.getTime(), token?.expiresAt.getTime()];
  };
  const kept = [ENTRY.token?.issuedAt.getTime() ?? 0, ENTRY.token?.expiresAt.getTime() ?? 0];
  deepStrictEqual(times(then), kept);
  deepStrictEqual(times(), kept);
  deepStrictEqual(times({ boot: "b", bootAtMs: 0 }), kept.map((time) => time - 8 * 3_600_000));
  deepStrictEqual(times({ boot: "c", bootAtMs: 0 }), kept);
  strictEqual(
    decodeCacheEntry(KEY, text.replace('"boot_at_ms": 28800000', '"boot_at_ms": "x"'), then)?.token ===
      undefined,
    false,
  );
});

Deno.test("a token, a failure and a hint may each be absent", () => {
  const { token, failure } = ENTRY;
  ok(token !== undefined && failure !== undefined);
  const { hint: _hint, ...bare } = failure;
  const base = { host: HOST, label: "x" };
  for (const entry of [base, { ...base, token }, { ...base, failure: bare }]) {
    deepStrictEqual(plain(decodeCacheEntry(KEY, encodeCacheEntry(KEY, entry))), plain(entry));
  }
});

Deno.test("decodeCacheEntry() rejects anything not written for this key", () => {
  const replaced = (from: string, to: string): string => {
    ok(TEXT.includes(from), from);
    return TEXT.replace(from, to);
  };
  const foreign = [
    "",
    "null",
    "[]",
    "{}",
    "1",
    '"text"',
    TEXT.slice(0, -3),
    TEXT.slice(1),
    `${TEXT}x`,
    TEXT.replaceAll("\n", "\0"),
    '{"Registries":null,"Version":"1.0"}',
    replaced('"version": 2', '"version": 1'),
    replaced('"version": 2', '"version": "2"'),
    replaced(KEY, KEY.replace("0", "1")),
    replaced(HOST, "example.com"),
    replaced(HOST, `evil.com/${HOST}`),
    replaced('"dev-deploy"', "7"),
    replaced('"principal": {', '"principal": "dev", "x": {'),
    replaced('"account": "222233334444"', '"account": 1'),
    replaced('"token": {', '"token": null, "x": {'),
    replaced('"token": {', '"token": [], "x": {'),
    replaced('"username": "AWS"', '"username": "AWS:x"'),
    replaced('"username": "AWS"', '"username": ""'),
    replaced("the-password", ""),
    replaced("the-password", "line\\nbreak"),
    replaced("the-password", "\\u0000"),
    replaced('"the-password"', '{"a":1}'),
    replaced("2026-03-02T00:00:00.000Z", "2026-03-01T12:00:00.000Z"),
    replaced("2026-03-02T00:00:00.000Z", "9999"),
    replaced("2026-03-02T00:00:00.000Z", "2026-13-45T00:00:00.000Z"),
    replaced("2026-03-02T00:00:00.000Z", "+275760-09-13T00:00:00.001Z"),
    replaced('"failure": {', '"failure": 1, "x": {'),
    replaced('"AWS_DENIED"', "null"),
    replaced('"AWS refused"', "[]"),
    replaced('"Ask"', "{}"),
  ];
  for (const text of foreign) strictEqual(decodeCacheEntry(KEY, text), undefined, text);
});

Deno.test("what is written is read back, and no damage is read as something else than absent or the same", () => {
  const printable = fc.string({
    minLength: 1,
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)),
  });
  fc.assert(fc.property(printable, fc.nat({ max: 2000 }), fc.nat({ max: 255 }), (password, at, byte) => {
    const entry = entryOf({ ...tokenLeft(100), password: new Secret(password) });
    const text = encodeCacheEntry(KEY, entry);
    deepStrictEqual(plain(decodeCacheEntry(KEY, text)), plain(entry));
    const index = at % text.length;
    const damaged = text.slice(0, index) + String.fromCharCode(byte) + text.slice(index + 1);
    // Any one character may be another: what comes out is an entry of this key, or nothing; never an exception.
    const read = decodeCacheEntry(KEY, damaged);
    if (read?.token !== undefined) ok(read.token.expiresAt > read.token.issuedAt);
  }));
});

Deno.test("an expiry by this machine's clock keeps AWS' own when it is stored", async (t) => {
  const { token } = ENTRY;
  ok(token !== undefined);
  const entry = { ...ENTRY, token: { ...token, expiresAt: ownTime(token.expiresAt, -3_600_000) } };
  const text = encodeCacheEntry(KEY, entry);
  deepStrictEqual(decodeCacheEntry(KEY, text)?.token?.expiresAt, entry.token.expiresAt);
  for (const skew of ["1.5", '"1"', "null", "1e30", "9007199254740991"]) {
    await t.step(skew, () => strictEqual(decodeCacheEntry(KEY, text.replace("-3600000", skew)), undefined));
  }
});
