import type { RegistrationPlan, WiredRegistry } from "../../app/docker/helper_registration.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { exitCodeOf, type Outcome } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { outcomesText } from "../output/outcomes.ts";
import { asWhom, doneLine, statusFields, targetFields } from "../output/result_lines.ts";
import { unifiedDiff } from "../output/unified_diff.ts";
import type { Writer } from "../output/writer.ts";

/** What is to be done with a plan, and the words for it. */
export interface RegistrationRun {
  readonly mode: RegistrationMode;
  /** The action, before the host: `Installed the credential helper for`. */
  readonly done: string;
  /** The state of a registry that needs no change, before the host; the action if absent. */
  readonly unchanged?: string;
  /** Which credentials are used for a registry without an identity: ` with the environment's credentials`. */
  readonly fallback?: string;
  /** Whether anything besides the plan changes. */
  readonly changed?: boolean;
  /** Additional fields of the JSON object. */
  readonly extra?: object | undefined;
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
export async function runRegistration(
  plan: RegistrationPlan,
  { mode, done, unchanged, fallback = "", extra, changed = false }: RegistrationRun,
  writer: Writer,
  context: CliContext,
): Promise<number> {
  writer.warnings(plan.notes);
  const dryRun = mode !== "apply";
  if (!dryRun) await plan.apply();
  const outcomes = plan.registries.map(outcomeOf);
  const diff = dryRun ? plan.changes.map(unifiedDiff).join("") : "";
  const changes = changed || plan.registries.some((one) => one.changed);
  const failure = exitCodeOf(outcomes);
  const exitCode = failure === EXIT_CODES.ok && mode === "check" && changes ? EXIT_CODES.failure : failure;
  if (writer.json) {
    writer.data({
      ...(dryRun ? { dry_run: true } : {}),
      ...(mode === "check" ? { changed: changes } : {}),
      ...extra,
      registries: plan.registries.map((one) => ({
        ...targetFields(one.target),
        ...statusFields(outcomeOf(one), dryRun ? "planned" : "ok"),
        changed: one.changed,
      })),
      ...(dryRun ? { diff } : {}),
    });
    return exitCode;
  }
  const line = (words: string, { target, changed }: WiredRegistry): string => {
    const name = writer.styles("name", target.registry.host);
    if (!changed && unchanged !== undefined) return `${unchanged} ${name}\n`;
    const subject = `${name}${asWhom(target) || fallback}`;
    return doneLine(`${words} ${subject}${changed ? "" : " (no change)"}`, writer.styles);
  };
  const succeeded = plan.registries.filter(({ error }) => error === undefined);
  if (dryRun) writer.text(diff.replaceAll(/[^\n\t]+/g, escapeText));
  else writer.info(succeeded.map((one) => line(done, one)).join(""));
  if (mode === "check") {
    writer.info(succeeded.filter((one) => one.changed).map((one) => line("Would update", one)).join(""));
  }
  const failed = outcomes.filter(({ status }) => status === "failed");
  writer.error(outcomesText(failed, "", context.clock(), writer.styles));
  if (!changes) writer.info("Nothing to change\n");
  return exitCode;
}

function outcomeOf({ target, error }: WiredRegistry): Outcome {
  return error === undefined ? { target, status: "ok" } : { target, status: "failed", error };
}
