import { strictEqual, throws } from "node:assert/strict";
import { asExpectedError } from "../../src/app/expected_error.ts";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";

Deno.test("asExpectedError() gives back a failure that others need not share", () => {
  const error = new AwsError("AWS_DENIED", "Cannot do it");
  strictEqual(asExpectedError(error), error);
});

Deno.test("asExpectedError() throws an interruption and a defect on", () => {
  for (const error of [new CancelledError(), new RangeError("offset"), "text"]) {
    throws(() => asExpectedError(error), (thrown) => thrown === error);
  }
});
