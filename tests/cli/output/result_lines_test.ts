import { strictEqual } from "node:assert/strict";
import { doneLine, failedLine, resultsText } from "../../../src/cli/output/result_lines.ts";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";

Deno.test("resultsText() shows a hint that failures in a row share once", () => {
  const styles = stylesFor(false);
  const failed = (name: string, hint?: string): string =>
    failedLine(name, new AwsError("AWS_DENIED", "no", { hint }), styles);
  strictEqual(
    resultsText([
      failed("a", "Ask"),
      failed("b", "Ask"),
      failed("c", "Wait"),
      failed("d"),
      failed("e", "Ask"),
    ]),
    "✗ a: no [AWS_DENIED]\n✗ b: no [AWS_DENIED]\n  Hint: Ask\n✗ c: no [AWS_DENIED]\n  Hint: Wait\n" +
      "✗ d: no [AWS_DENIED]\n✗ e: no [AWS_DENIED]\n  Hint: Ask\n",
  );
  strictEqual(resultsText([doneLine("a", styles), doneLine("b", styles)]), "✓ a\n✓ b\n");
});
