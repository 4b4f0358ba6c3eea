import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ERROR_CODES, type ErrorCode } from "../../../src/domain/errors/error_codes.ts";
import { AtmosEcrError, AwsError } from "../../../src/domain/errors/errors.ts";
import { isDenial, isOutage, sharedError, shareFailure } from "../../../src/domain/token/token_failure.ts";
import { NOW } from "../../support/helper_fixtures.ts";

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

Deno.test("a token may stand in for another one in an outage, and in nothing else", () => {
  deepStrictEqual(codes.filter((code) => isOutage(new AtmosEcrError(code, "x"))), [
    "AWS_THROTTLED",
    "AWS_UNREACHABLE",
    "AWS_RESPONSE_INVALID",
  ]);
  strictEqual(isOutage(new Error("x")), false);
});

Deno.test("a denial invalidates a cached token", () => {
  deepStrictEqual(codes.filter((code) => isDenial(new AtmosEcrError(code, "x"))), [
    "AWS_CREDENTIALS_EXPIRED",
    "AWS_DENIED",
  ]);
  strictEqual(isDenial(new Error("x")), false);
});

Deno.test("a failure passes from process to process as it is, unless its code is not known", () => {
  const error = new AwsError("AWS_DENIED", "AWS refused", { hint: "Ask", cause: new Error("secret") });
  const shared = shareFailure(error, NOW);
  deepStrictEqual(shared, { at: NOW, code: "AWS_DENIED", message: "AWS refused", hint: "Ask" });
  const back = sharedError(shared);
  deepStrictEqual([back?.code, back?.message, back?.hint, back?.cause], [
    "AWS_DENIED",
    "AWS refused",
    "Ask",
    undefined,
  ]);
  strictEqual(sharedError({ ...shared, code: "toString" }), undefined);
  deepStrictEqual(shareFailure(new AwsError("AWS_DENIED", "x"), NOW), {
    at: NOW,
    code: "AWS_DENIED",
    message: "x",
  });
});
