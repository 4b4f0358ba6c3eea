import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { errorJson, errorText, exitCodeFor } from "../../../src/cli/output/errors.ts";
import { textWidth } from "../../../src/cli/output/words.ts";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { ConfigError } from "../../../src/domain/errors/errors.ts";

const PLAIN = stylesFor(false);
const position = { file: "conf\u001b.d/atmos.yaml", line: 3, column: 7 };

Deno.test("an error contains what failed, where, what to do, and its code", () => {
  const error = new ConfigError("CONFIG_INVALID", 'Cannot use "x": it is empty', {
    hint: "Fill it",
    position,
  });
  strictEqual(
    errorText(error, PLAIN),
    'Error: conf\\u{1b}.d/atmos.yaml:3:7: Cannot use "x": it is empty\nHint:  Fill it\nCode:  CONFIG_INVALID\n',
  );
  deepStrictEqual(errorJson(error), {
    code: "CONFIG_INVALID",
    message: 'Cannot use "x": it is empty',
    hint: "Fill it",
    position,
  });
  strictEqual(exitCodeFor(error), 2);
});

Deno.test("on a terminal with colours, the code links to its explanation, and has the same width", () => {
  const error = new ConfigError("CONFIG_NOT_FOUND", "Cannot find it");
  const text = errorText(error, stylesFor(true), "1.2.3");
  const url = "https://jsr.io/@atmos/ecr/1.2.3/docs/troubleshooting.md#config_not_found";
  ok(text.includes(`\u001b]8;;${url}\u001b\\CONFIG_NOT_FOUND\u001b]8;;\u001b\\`));
  strictEqual(textWidth(text.split("\n")[1] ?? ""), "Code:  CONFIG_NOT_FOUND".length);
  strictEqual(errorText(error, PLAIN, "1.2.3"), errorText(error, PLAIN));
});

Deno.test("an error without a hint has none in JSON, and no line for it", () => {
  const error = new ConfigError("CONFIG_NOT_FOUND", "Cannot find it");
  strictEqual(errorText(error, PLAIN), "Error: Cannot find it\nCode:  CONFIG_NOT_FOUND\n");
  deepStrictEqual(errorJson(error), { code: "CONFIG_NOT_FOUND", message: "Cannot find it", hint: null });
});

Deno.test("a bug is shown by its name, without a stack, and exits with 1", () => {
  const { code, message } = errorJson(new RangeError("offset\u0007"));
  deepStrictEqual([code, message], ["INTERNAL", "Unexpected RangeError: offset\\u{7}"]);
  deepStrictEqual(errorJson("text").message, "Unexpected failure");
  strictEqual(exitCodeFor(new RangeError("offset")), 1);
});
