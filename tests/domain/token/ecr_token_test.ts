import { strictEqual, throws } from "node:assert/strict";
import { inspect } from "node:util";
import { REDACTED, Secret } from "../../../src/domain/secret.ts";
import { decodeEcrToken, encodeDockerAuth } from "../../../src/domain/token/ecr_token.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const LATER = new Date("2026-01-01T12:00:00Z");

Deno.test("decodeEcrToken() splits at the first colon", () => {
  const token = decodeEcrToken(btoa("AWS:pass:word"), LATER, NOW);
  strictEqual(token.username, "AWS");
  strictEqual(token.password.expose(), "pass:word");
  strictEqual(token.expiresAt.getTime(), LATER.getTime());
  strictEqual(encodeDockerAuth(token), btoa("AWS:pass:word"));
});

Deno.test("decodeEcrToken() believes no end later than AWS' 12 hours", () => {
  const { expiresAt } = decodeEcrToken(btoa("AWS:x"), new Date("2026-01-02T01:00:00Z"), NOW);
  strictEqual(expiresAt.getTime(), LATER.getTime());
});

const REFUSED: readonly [encoded: string | undefined, expiresAt: Date | undefined, why: RegExp][] = [
  [undefined, LATER, /no token/],
  ["", LATER, /no token/],
  ["not base64!", LATER, /not base64/],
  [btoa("AWSpassword"), LATER, /not base64 of user:password/],
  [btoa(":password"), LATER, /not base64 of user:password/],
  [btoa("AWS:"), LATER, /not base64 of user:password/],
  [btoa("AWS:line\nfeed"), LATER, /not base64 of user:password/],
  [btoa("AWS:password"), undefined, /no expiry time/],
  [btoa("AWS:password"), new Date(Number.NaN), /no expiry time/],
  [btoa("AWS:password"), NOW, /already expired/],
];

Deno.test("decodeEcrToken() rejects an invalid token", () => {
  for (const [encoded, expiresAt, why] of REFUSED) {
    throws(() => decodeEcrToken(encoded, expiresAt, NOW), { code: "AWS_RESPONSE_INVALID", message: why });
  }
});

Deno.test("Secret never shows itself", () => {
  const secret = new Secret("hunter2");
  const views = [
    `${secret}`,
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }),
    Deno.inspect([secret]),
  ];
  for (const view of views) {
    strictEqual(view.includes("hunter2"), false, view);
    strictEqual(view.includes(REDACTED), true, view);
  }
  strictEqual(secret.expose(), "hunter2");
});
