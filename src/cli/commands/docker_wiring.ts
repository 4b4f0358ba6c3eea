import type { WiringPlan } from "../../app/docker/helper_wiring.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { outcomesText } from "../output/outcomes.ts";
import { wiringOutcomes, wiringsJson, wiringsText } from "../output/wirings.ts";
import type { Writer } from "../output/writer.ts";

/** What is said about a plan besides its registries. */
export interface WiringWords {
  /** What was done, before the host: `Docker asks this program for`. */
  readonly done: string;
  /** More for the JSON object. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Carries out a plan, or shows it, and tells what became of it. @returns The exit code. */
export async function runWiring(
  plan: WiringPlan,
  { dryRun, words: { done, extra }, writer, context }: {
    readonly dryRun: boolean;
    readonly words: WiringWords;
    readonly writer: Writer;
    readonly context: CliContext;
  },
): Promise<number> {
  for (const note of plan.notes) writer.warning(note);
  if (!dryRun) await plan.apply();
  const outcomes = wiringOutcomes(plan);
  if (writer.json) {
    writer.data({
      ...(dryRun ? { dry_run: true } : {}),
      ...extra,
      registries: wiringsJson(plan, dryRun ? "planned" : "ok"),
      ...(dryRun ? { diff: plan.diff } : {}),
    });
    return exitCodeOf(outcomes);
  }
  const succeeded = plan.registries.filter(({ error }) => error === undefined);
  if (dryRun) writer.text(plan.diff.replaceAll(/[^\n\t]+/g, escapeText));
  else writer.words(wiringsText(succeeded, done, writer.styles));
  const failed = outcomes.filter(({ status }) => status === "failed");
  writer.failure(outcomesText(failed, "", context.clock(), writer.styles));
  if (!plan.registries.some(({ changed }) => changed)) writer.words("Nothing to change\n");
  return exitCodeOf(outcomes);
}
