import { type ClientProgram, LAB_VARIABLE, missingClients } from "../requirements.ts";
import { Lab } from "./lab.ts";

const missing: ReadonlySet<string> = new Set((await missingClients()).map(({ program }) => program));

/** A test with a lab of its own. It is left out where a program that it needs is missing, and outside of `task test:e2e`. */
export function inLab(
  name: string,
  needs: readonly ClientProgram[],
  test: (lab: Lab) => Promise<void>,
  isPossible = true,
): void {
  Deno.test({
    name,
    ignore: !isPossible || Deno.env.get(LAB_VARIABLE) === undefined ||
      needs.some((program) => missing.has(program)),
    async fn(): Promise<void> {
      await using lab = await Lab.create();
      await test(lab);
    },
  });
}
