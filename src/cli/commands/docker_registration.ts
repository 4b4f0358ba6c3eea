import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import type { RegistrationPlan } from "../../app/docker/helper_registration.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { outcomesText } from "../output/outcomes.ts";
import { registrationOutcomes, registrationsJson, registrationsText } from "../output/registrations.ts";
import { unifiedDiff } from "../output/unified_diff.ts";
import type { Writer } from "../output/writer.ts";

/** The texts about a plan, besides its registries. */
export interface RegistrationWords {
  /** The action, before the host: `Installed the credential helper for`. */
  readonly done: string;
  /** Which credentials are used for a registry without an identity: ` with the environment's credentials`. */
  readonly fallback?: string;
  /** Whether anything besides the plan changes. */
  readonly changed?: boolean;
  /** Additional fields of the JSON object. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Whether to apply a plan, to show it, or to show it with an exit code that tells whether anything would change. */
export type RegistrationMode = "apply" | "dry-run" | "check";

/** The mode given by options; `--check` takes precedence over `--dry-run`. */
export function registrationMode(
  options: { readonly check?: true | undefined; readonly dryRun?: true | undefined },
): RegistrationMode {
  return options.check === true ? "check" : options.dryRun === true ? "dry-run" : "apply";
}

/** Applies or shows a plan, and reports the result. @returns The exit code. */
export async function runWiring(
  plan: RegistrationPlan,
  { mode, words: { done, fallback, extra, changed = false }, writer, context }: {
    readonly mode: RegistrationMode;
    readonly words: RegistrationWords;
    readonly writer: Writer;
    readonly context: CliContext;
  },
): Promise<number> {
  for (const note of plan.notes) writer.warning(note);
  const dryRun = mode !== "apply";
  if (!dryRun) await plan.apply();
  const outcomes = registrationOutcomes(plan);
  const changes = changed || plan.registries.some((one) => one.changed);
  const diff = dryRun ? plan.changes.map(unifiedDiff).join("") : "";
  const failure = exitCodeOf(outcomes);
  const exitCode = failure === EXIT_CODES.ok && mode === "check" && changes ? EXIT_CODES.failure : failure;
  if (writer.json) {
    writer.data({
      ...(dryRun ? { dry_run: true } : {}),
      ...(mode === "check" ? { changed: changes } : {}),
      ...extra,
      registries: registrationsJson(plan, dryRun ? "planned" : "ok"),
      ...(dryRun ? { diff } : {}),
    });
    return exitCode;
  }
  const succeeded = plan.registries.filter(({ error }) => error === undefined);
  if (dryRun) writer.text(diff.replaceAll(/[^\n\t]+/g, escapeText));
  else writer.info(registrationsText(succeeded, { done, fallback }, writer.styles));
  if (mode === "check") {
    writer.info(
      registrationsText(
        succeeded.filter((one) => one.changed),
        { done: "Would update", fallback },
        writer.styles,
      ),
    );
  }
  const failed = outcomes.filter(({ status }) => status === "failed");
  writer.error(outcomesText(failed, "", context.clock(), writer.styles));
  if (!changes) writer.info("Nothing to change\n");
  return exitCode;
}
