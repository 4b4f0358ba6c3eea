import { ok, strictEqual } from "node:assert/strict";
import { answerLine } from "../../../src/domain/helper/answer_line.ts";
import { HOST, NOW } from "../../support/helper_fixtures.ts";

const GET = { at: NOW, call: "get", host: HOST, exitCode: 0, tookMs: 12.4, said: "" };
const AT = NOW.toISOString();

Deno.test("answerLine() has the time, the call, the host, what came of it, and what was said", () => {
  strictEqual(answerLine(GET), `${AT} get ${HOST}: ok (12 ms)\n`);
  strictEqual(
    answerLine({ ...GET, host: undefined, exitCode: 1 }),
    `${AT} get -: no credentials (12 ms)\n`,
  );
  strictEqual(
    answerLine({ ...GET, call: "kubelet", exitCode: 1, said: "Cannot\n  get it\n" }),
    `${AT} kubelet ${HOST}: no credentials (12 ms) Cannot get it\n`,
  );
  strictEqual(answerLine({ ...GET, call: "list", host: undefined }), `${AT} list -: exit 0 (12 ms)\n`);
});

Deno.test("answerLine() is one line without secrets, and not endless", () => {
  const key = "AKIAIOSFODNN7EXAMPLE";
  const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const line = answerLine({
    ...GET,
    call: "\u001b[2J\nevil".repeat(100),
    said: `Cannot use ${key} with ${secret} in /home/user/${"a".repeat(60)}: \u001b]0;x\u0007 ${
      "word ".repeat(1000)
    }`,
  });
  ok(!line.includes(key) && !line.includes(secret), line);
  ok(line.includes("Cannot use *** with *** in /home/user/aaa"), line);
  ok(line.endsWith("\n") && !/\p{Cc}/u.test(line.trimEnd()), line);
  ok(line.length < 3500, `${line.length}`);
});
