/** Text from outside is made safe where it becomes an error, a problem or JSON: no caller has to think of it. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { jsonText } from "../../../src/cli/output/output_formats.ts";
import { newProblem } from "../../../src/domain/config/problem.ts";
import * as errors from "../../../src/domain/errors/errors.ts";
import { anyCharacter } from "../../support/any_text.ts";

const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Any text, with what steers terminals among it. */
const TEXT = fc.array(
  fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      "\u001b]0;x\u0007",
      "\u009b2J",
      "\u202e",
      "\u2066",
      "\u{e0041}",
      "\n",
      "\r",
      "\ud800",
      "\u007f",
    ),
  ),
).map((parts) => parts.join(""));

/** Every class of errors → one of them. */
const ERRORS: Readonly<Record<string, (message: string, hint: string) => errors.AtmosEcrError>> = {
  AtmosEcrError: (message, hint) => new errors.AtmosEcrError("USAGE", message, { hint }),
  UsageError: (message, hint) => new errors.UsageError(message, { hint }),
  RegistryError: (message, hint) => new errors.RegistryError(message, { hint }),
  ConfigError: (message, hint) => new errors.ConfigError("CONFIG_INVALID", message, { hint }),
  LookupError: (message, hint) => new errors.LookupError("IDENTITY_NOT_FOUND", message, { hint }),
  AwsError: (message, hint) => new errors.AwsError("AWS_DENIED", message, { hint }),
  LoginError: (message, hint) => new errors.LoginError("LOGIN_REQUIRED", message, { hint }),
  DockerError: (message, hint) => new errors.DockerError("DOCKER_HELPER_MISSING", message, { hint }),
  EnvironmentError: (message, hint) => new errors.EnvironmentError("STATE_UNUSABLE", message, { hint }),
  ProgramError: (message, hint) => new errors.ProgramError("PROGRAM_NOT_FOUND", message, { hint }),
  CancelledError: (message, hint) => new errors.CancelledError(message, { hint }),
};

Deno.test("every error escapes its text", async (t) => {
  deepStrictEqual(
    Object.keys(ERRORS).toSorted(),
    Object.keys(errors).filter((name) => /Error$/.test(name)).toSorted(),
  );
  for (const [name, make] of Object.entries(ERRORS)) {
    await t.step(name, () =>
      fc.assert(fc.property(TEXT, TEXT, (message, hint) => {
        const error = make(message, hint);
        ok(!UNSAFE_REGEXP.test(error.message), error.message);
        ok(error.hint !== undefined && !UNSAFE_REGEXP.test(error.hint), error.hint);
        // A message that becomes part of another one stays as it is.
        strictEqual(make(error.message, hint).message, error.message);
      })));
  }
});

Deno.test("newProblem() escapes its text", () => {
  fc.assert(fc.property(TEXT, TEXT, (message, hint) => {
    const problem = newProblem({ severity: "error", code: "CONFIG_INVALID", message, hint });
    ok(!UNSAFE_REGEXP.test(`${problem.message}${problem.hint}`), JSON.stringify(problem));
  }));
  deepStrictEqual(
    { ...newProblem({ severity: "error", code: "CONFIG_INVALID", message: "x" }) },
    { severity: "error", code: "CONFIG_INVALID", message: "x" },
  );
});

Deno.test("JSON preserves every text, and shows no terminal control characters", () => {
  fc.assert(
    fc.property(
      fc.dictionary(TEXT, fc.oneof(TEXT, fc.array(TEXT), fc.integer(), fc.constant(null))),
      (value) => {
        const text = jsonText(value);
        ok(!UNSAFE_REGEXP.test(text.replaceAll("\n", "")), text);
        deepStrictEqual(Object.entries(JSON.parse(text)), Object.entries(value));
      },
    ),
  );
});
