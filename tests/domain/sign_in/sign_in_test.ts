import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { Secret } from "../../../src/domain/secret.ts";
import { decodeLogin, encodeLogin, readCopiedCode } from "../../../src/domain/sign_in/sign_in.ts";

Deno.test("readCopiedCode() only accepts the code of this login", async (t) => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    [btoa("code=abc&state=s1"), "abc"],
    [`  ${btoa("state=s1&code=a-b_c")}\n`, "a-b_c"],
    [btoa("code=abc&state=s2"), undefined],
    [btoa("code=abc"), undefined],
    ["plain-code", "plain-code"],
    ["", undefined],
    ["two words", undefined],
    ["x".repeat(3000), undefined],
  ];
  for (const [text, expected] of rows) {
    await t.step(text.slice(0, 30) || "(empty)", () => strictEqual(readCopiedCode(text, "s1"), expected));
  }
  fc.assert(fc.property(fc.string(), (text) => {
    readCopiedCode(text, "s1");
  }));
});

Deno.test("decodeLogin() reads what encodeLogin() wrote, and nothing else", () => {
  const secret = (text: string): Secret => new Secret(text);
  const login = {
    refreshToken: secret("r"),
    region: "eu-west-1",
    expiresAt: new Date("2026-01-01T00:00:00Z"),
    dpopKey: secret("k"),
  };
  const read = decodeLogin(encodeLogin(login), secret);
  deepStrictEqual([read?.refreshToken.expose(), read?.dpopKey.expose(), read?.region, read?.expiresAt], [
    "r",
    "k",
    "eu-west-1",
    login.expiresAt,
  ]);
  for (
    const text of [
      "",
      "null",
      "[]",
      "{}",
      '{"refreshToken":"r","region":"x","dpopKey":"k","expiresAt":"soon"}',
    ]
  ) {
    strictEqual(decodeLogin(text, secret), undefined);
  }
});
