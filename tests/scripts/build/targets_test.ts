import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { explained } from "../../../scripts/build/compile.ts";
import { DenoError } from "../../../scripts/build/run_deno.ts";
import * as targets from "../../../scripts/build/targets.ts";

Deno.test("every platform has a name for each file", () => {
  deepStrictEqual(
    targets.TARGETS.flatMap((target) => [
      targets.executableName("1.2.3", target),
      targets.archiveName("1.2.3", target),
      targets.installedName(target),
    ]).filter((name) => /windows|\.exe/.test(name)),
    [
      "atmos-ecr-1.2.3-x86_64-pc-windows-msvc.exe",
      "atmos-ecr-1.2.3-x86_64-pc-windows-msvc.zip",
      "atmos-ecr.exe",
    ],
  );
  strictEqual(new Set(targets.TARGETS.map((target) => targets.archiveName("1", target))).size, 5);
  throws(() => targets.targetOf("riscv64"), /the targets are x86_64-unknown-linux-gnu, /);
});

Deno.test("a failed download of the runtime suggests DENORT_BIN", () => {
  const offline = new DenoError(
    ["compile"],
    "error sending request for url (https://dl.deno.land/release/v2.9.6/denort-x.zip): dns error",
  );
  const { message } = explained(offline, "aarch64-apple-darwin");
  ok(message.includes("set DENORT_BIN to the denort"), message);
  ok(message.includes("aarch64-apple-darwin") && message.includes("dns error"), message);
  const other = new DenoError(["compile"], "error: the module's source code could not be parsed");
  strictEqual(explained(other, undefined), other);
});
