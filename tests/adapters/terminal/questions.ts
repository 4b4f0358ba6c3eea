/**
 * Asks the questions that its argument holds as JSON, one after the other, and prints after each what came of it.
 *
 * @module
 */
import { ClackPrompter } from "../../../src/adapters/terminal/clack_prompter.ts";
import { LiveLines } from "../../../src/adapters/terminal/live_lines.ts";
import { ProcessEnvironment } from "../../../src/adapters/system/process_environment.ts";
import { wrapWords } from "../../../src/cli/output/words.ts";
import { CancelledError } from "../../../src/domain/errors/errors.ts";
import type { Choice } from "../../../src/ports/terminal.ts";

/** A question. */
export interface Asked {
  readonly kind: "one" | "several" | "text";
  readonly text: string;
}

/** What can be chosen. */
export const CHOICES: readonly Choice[] = [
  { name: "dev/ecr", detail: "a host, for dev" },
  { name: "prod/ecr", detail: "a host, for prod" },
  { name: "test/ecr", detail: "a host, for test" },
];

/** What the answer to a text must not be. */
export const EMPTY = "Enter something";

async function answerOf({ kind, text }: Asked, prompter: ClackPrompter): Promise<unknown> {
  try {
    switch (kind) {
      case "one":
        return await prompter.choose(text, CHOICES);
      case "several":
        return await prompter.chooseSeveral(text, CHOICES);
      case "text": {
        const check = (answer: string): string | undefined => answer === "" ? EMPTY : undefined;
        return await prompter.ask({ text, hidden: false, check }, new AbortController().signal);
      }
    }
  } catch (error) {
    if (error instanceof CancelledError) return error.code;
    throw error;
  }
}

if (import.meta.main) {
  const environment = new ProcessEnvironment();
  const fit = { lines: (text: string): string => text, words: wrapWords };
  const live = new LiveLines(environment);
  const prompter = new ClackPrompter(environment, live, fit, new AbortController().signal);
  const questions: readonly Asked[] = JSON.parse(Deno.args[0] ?? "");
  for (const question of questions) {
    const answer = JSON.stringify(await answerOf(question, prompter));
    Deno.stdout.writeSync(new TextEncoder().encode(`${question.text} ${answer}.\n`));
  }
  Deno.exit(0);
}
