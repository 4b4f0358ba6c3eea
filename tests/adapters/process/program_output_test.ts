import assert from "node:assert/strict";
import { describeOutput } from "../../../src/adapters/process/run_program.ts";

Deno.test("describeOutput() removes the secrets in every form that the program may have seen them in", () => {
  const secret = 'ca"nary\\';
  const forms = [secret, JSON.stringify({ Secret: secret }), btoa(secret)];
  for (const form of forms) {
    const said = describeOutput(`error: ${form}!`, [secret]);
    assert.ok(said.includes("[redacted]"), said);
    assert.ok(!said.includes("nary") && !said.includes(btoa(secret)), said);
  }
  assert.equal(describeOutput("fine", [""]), "fine");
});

Deno.test("describeOutput() returns one line without terminal control characters", () => {
  assert.equal(describeOutput("  a\r\n\tb\u001b[31m\u202e \n", []), "a b\\u{1b}[31m\\u{202e}");
});

Deno.test("describeOutput() cuts at 300 characters, not within one", () => {
  const said = describeOutput("\u{1f600}".repeat(400), []);
  assert.equal(said, `${"\u{1f600}".repeat(300)}\u2026`);
  assert.equal(describeOutput("x".repeat(300), []), "x".repeat(300));
});

Deno.test("describeOutput() removes a secret that begins before the cut", () => {
  assert.ok(
    !describeOutput(`${"x".repeat(295)}canary-of-some-length`, ["canary-of-some-length"]).includes("can"),
  );
});
