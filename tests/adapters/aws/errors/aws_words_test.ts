import assert from "node:assert/strict";
import type { AwsFault } from "../../../../src/adapters/aws/transport/aws_fault.ts";
import { awsWords, foreignText } from "../../../../src/adapters/aws/errors/aws_words.ts";
import { Secret } from "../../../../src/domain/secret.ts";

const FAULT: AwsFault = {
  name: "AccessDenied",
  message: "User is not authorized.",
  fromService: true,
  status: 403,
  requestId: "0e1b-42",
};

Deno.test("awsWords() gives AWS' code, message and request ID", () => {
  assert.equal(awsWords(FAULT, []), "AccessDenied: User is not authorized, request ID 0e1b-42");
  assert.equal(awsWords({ ...FAULT, message: "UnknownError" }, []), "AccessDenied, request ID 0e1b-42");
});

Deno.test("awsWords() contains only the status of a response that is not from AWS", () => {
  assert.equal(awsWords({ ...FAULT, fromService: false, requestId: "a\nb" }, []), "HTTP 403");
});

Deno.test("foreignText() is one line, escaped and shortened", () => {
  assert.equal(foreignText("a\r\n\tb\u001b[31m\u202e."), "a b\\u{1b}[31m\\u{202e}");
  const long = foreignText("word ".repeat(1000));
  assert.ok(long.length < 450 && long.endsWith("…"));
});

Deno.test("foreignText() removes all secrets", () => {
  const canary = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYcanary";
  const token = `IQoJb3JpZ2luX2VjE${"canary+/".repeat(30)}==`;
  for (
    const text of [
      `The key ${canary} is wrong`,
      `The request signature does not match. The Canonical String for this request should have been 'POST\nx-amz-security-token:${token}'`,
      `Encoded authorization failure message: ${token}`,
      `header: Authorization=AWS4-HMAC-SHA256 Credential=AKIA/canary, SignedHeaders=host, Signature=canary`,
      `Authorization: Bearer canary.canary`,
      `{"sessionToken":"canary","secretAccessKey":"canary"}`,
      `X-Amz-Security-Token=canary&X-Amz-Signature=canary`,
    ]
  ) {
    assert.doesNotMatch(foreignText(text, [new Secret(canary)]), /canary/, text);
  }
  assert.equal(
    foreignText("The security token included in the request is invalid"),
    "The security token included in the request is invalid",
  );
});
