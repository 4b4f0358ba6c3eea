import { strictEqual } from "node:assert/strict";
import { trustCommand, trustHint } from "../../../src/domain/trust/trusted_files.ts";

Deno.test("trustHint() names the file as it is", () => {
  strictEqual(
    trustHint("conf.d/atmos.yaml"),
    "Review the file, then run `atmos-ecr trust conf.d/atmos.yaml`",
  );
});

Deno.test("trustCommand() is one command with one file, for any file name", () => {
  strictEqual(trustCommand("x.yaml; rm -rf ~"), "atmos-ecr trust 'x.yaml; rm -rf ~'");
  strictEqual(trustCommand("\u001b[2Jx"), "atmos-ecr trust '\\u{1b}[2Jx'");
});
