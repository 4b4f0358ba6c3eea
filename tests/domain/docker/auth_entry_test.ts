import assert from "node:assert/strict";
import { decodeDockerAuth, isDockerAuth, readAuthEntry } from "../../../src/domain/docker/auth_entry.ts";

Deno.test("decodeDockerAuth() splits at the first colon and drops NUL padding", () => {
  const cases = [
    ["user:example", "user", "example"],
    ["AWS:a:b:c", "AWS", "a:b:c"],
    ["user:", "user", ""],
    ["user:example\0\0", "user", "example"],
    ["us\u00e9r:p\u00e4ss", "us\u00e9r", "p\u00e4ss"],
  ] as const;
  for (const [plain, username, password] of cases) {
    const login = decodeDockerAuth(encode(plain));
    assert.deepEqual([login?.username, login?.password.expose()], [username, password]);
  }
});

Deno.test("decodeDockerAuth() decodes what Go decodes, and nothing more", () => {
  assert.equal(decodeDockerAuth("dXNlcjpl\r\neGFtcGxl")?.username, "user");
  for (
    const auth of [
      "",
      "!!!",
      "dXNlcjpleGFtcGxl=",
      "dXNlcjpleGFtcGx",
      "dXNlcjpl eGFt",
      encode("user"),
      encode(":p"),
    ]
  ) {
    assert.equal(decodeDockerAuth(auth), undefined, auth);
  }
});

Deno.test("isDockerAuth() recognizes logins as large as a file may be", () => {
  const auth = btoa(`user:${"x".repeat(8 << 20)}`);
  assert.deepEqual([auth, auth.slice(1)].map(isDockerAuth), [true, false]);
});

Deno.test("readAuthEntry() determines whether Docker could log in", () => {
  const usable = [
    { auth: encode("user:example") },
    { username: "user", password: "example" },
    { identitytoken: "t" },
    { registrytoken: "t" },
    { auth: "!!!", identitytoken: "t" },
  ];
  for (const fields of usable) assert.equal(readAuthEntry("h", fields).usable, true, JSON.stringify(fields));
  const unusable = [{}, { auth: "" }, { auth: "!!!", username: "u", password: "p" }, { password: "p" }, {
    identitytoken: "",
  }];
  for (const fields of unusable) {
    assert.equal(readAuthEntry("h", fields).usable, false, JSON.stringify(fields));
  }
});

Deno.test("readAuthEntry() prefers auth to plain fields, and never shows the password", () => {
  const entry = readAuthEntry("h", { auth: encode("user:canary"), username: "other", password: "canary" });
  assert.equal(entry.login?.username, "user");
  assert.ok(!JSON.stringify(entry).includes("canary"));
  assert.ok(!Deno.inspect(entry, { depth: 9 }).includes("canary"));
  assert.equal(readAuthEntry("h", { username: "other", password: "p" }).login?.username, "other");
});

function encode(plain: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(plain)));
}
