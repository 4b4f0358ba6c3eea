/** Entries of a keyring that are no keys of a user. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readStoredKeyEntry, storedKeyEntry } from "../../../src/domain/session/keyring_entries.ts";

const KEYS = { accessKeyId: "AKIAKEPT", secretAccessKey: "kept" };
const DATA = { access_key_id: "AKIAKEPT", secret_access_key: "kept" };

/** What is in an entry → its text. */
const SHAPES: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["no JSON", "kept"],
  ["cut", storedKeyEntry(KEYS).slice(0, -2)],
  ["a list", JSON.stringify([{ type: "aws", data: DATA }])],
  ["null", "null"],
  ["no type", JSON.stringify({ data: DATA })],
  ["another type", JSON.stringify({ type: "oidc", data: DATA })],
  ["a type that is no text", JSON.stringify({ type: ["aws"], data: DATA })],
  ["no data", JSON.stringify({ type: "aws" })],
  ["data that is a text", JSON.stringify({ type: "aws", data: JSON.stringify(DATA) })],
  ["data that is a list", JSON.stringify({ type: "aws", data: [DATA] })],
  ["keys beside data", JSON.stringify({ type: "aws", ...DATA })],
  ["a session", JSON.stringify({ type: "aws", data: { ...DATA, session_token: "token" } })],
  ["no secret", JSON.stringify({ type: "aws", data: { access_key_id: "AKIAKEPT" } })],
  ["an empty secret", JSON.stringify({ type: "aws", data: { ...DATA, secret_access_key: "" } })],
  ["an id that is a number", JSON.stringify({ type: "aws", data: { ...DATA, access_key_id: 1 } })],
  ["keys of another program", JSON.stringify({ AccessKeyID: "AKIAKEPT", SecretAccessKey: "kept" })],
];

Deno.test("an entry of another shape has no keys", async (t) => {
  for (const [name, text] of SHAPES) {
    await t.step(name, () => strictEqual(readStoredKeyEntry(text), undefined));
  }
});

Deno.test("what is of another shape beside the keys does not count", () => {
  const text = JSON.stringify({
    type: "aws",
    data: { ...DATA, mfa_arn: 7, session_duration: "soon", more: {} },
  });
  deepStrictEqual(readStoredKeyEntry(text), KEYS);
});

Deno.test("a stored entry is read back, and no text causes an exception", () => {
  const word = fc.string({ minLength: 1 });
  fc.assert(fc.property(word, word, (accessKeyId, secretAccessKey) => {
    deepStrictEqual(readStoredKeyEntry(storedKeyEntry({ accessKeyId, secretAccessKey })), {
      accessKeyId,
      secretAccessKey,
    });
  }));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    readStoredKeyEntry(text);
  }));
});
