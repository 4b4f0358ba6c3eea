import { strictEqual, throws } from "node:assert/strict";
import { foreseen } from "../../src/app/foreseen.ts";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";

Deno.test("foreseen() gives back a failure that others need not share", () => {
  const error = new AwsError("AWS_DENIED", "Cannot do it");
  strictEqual(foreseen(error), error);
});

Deno.test("foreseen() throws an interruption and a defect on", () => {
  for (const error of [new CancelledError(), new RangeError("offset"), "text"]) {
    throws(() => foreseen(error), (thrown) => thrown === error);
  }
});
