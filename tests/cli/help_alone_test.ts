import { deepStrictEqual, match } from "node:assert/strict";
import { runCli } from "../../src/cli/program.ts";
import { Bench } from "../support/bench.ts";

Deno.test("help and the version need nothing of the machine: no home directory, and no configuration", async (t) => {
  const rows: readonly (readonly [args: readonly string[], shown: RegExp])[] = [
    [["--help"], /^Usage: atmos-ecr /],
    [["login", "--help"], /^Usage: atmos-ecr login /],
    [["help", "logout"], /^Usage: atmos-ecr logout /],
    [["--version"], /^atmos-ecr 1\.2\.3\n$/],
    [[], /^Usage: atmos-ecr /],
  ];
  const opened = (): never => {
    throw new Error("the machine is looked at");
  };
  for (const [args, shown] of rows) {
    await t.step(args.join(" "), async () => {
      const bench = new Bench();
      const code = await runCli(args, {
        ...bench.context,
        open: opened,
        openCompletion: opened,
        openProfileCompletion: opened,
      });
      deepStrictEqual([code, bench.err], [0, ""]);
      match(bench.out, shown);
    });
  }
});
