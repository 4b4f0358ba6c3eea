import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseArguments } from "../../../src/cli/command/parse_arguments.ts";
import { withProgramDashes } from "../../../src/cli/completion/completion_point.ts";
import { PROGRAM } from "../../../src/cli/specs/program.ts";

/** What is typed → the same with the `--` that is left out. */
const LINES: readonly (readonly [typed: string, marked: string])[] = [
  ["auth exec aws --version", "auth exec -- aws --version"],
  ["auth exec -i dev aws -i x", "auth exec -i dev -- aws -i x"],
  ["auth exec --identity=dev aws --help", "auth exec --identity=dev -- aws --help"],
  ["-C dir auth -o json exec -v aws -o text", "-C dir auth -o json exec -v -- aws -o text"],
  ["auth exec git checkout -- file", "auth exec -- git checkout -- file"],
  ["auth exec -- aws --version", "auth exec -- aws --version"],
  ["auth exec dev -- aws", "auth exec dev -- aws"],
  ["auth exec --version", "auth exec --version"],
  ["auth exec -i aws --version", "auth exec -i aws --version"],
  ["auth shell zsh --version", "auth shell zsh --version"],
  ["login exec --version", "login exec --version"],
  ["exec aws --version", "exec aws --version"],
];

Deno.test("withProgramDashes() marks where the program begins that a command runs", async (t) => {
  for (const [typed, marked] of LINES) {
    await t.step(
      typed,
      () => deepStrictEqual(withProgramDashes(PROGRAM, typed.split(" ")).join(" "), marked),
    );
  }
});

Deno.test("what follows the name of a program reaches it as it is", () => {
  fc.assert(fc.property(fc.array(fc.string()), (rest) => {
    if (rest[0] === "--") return;
    const args = withProgramDashes(PROGRAM, ["auth", "exec", "-i", "dev", "aws", ...rest]);
    const parsed = parseArguments(PROGRAM, args);
    deepStrictEqual(parsed.kind === "run" ? parsed.operands : parsed, ["aws", ...rest]);
  }));
});
