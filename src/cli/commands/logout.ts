import type { Command } from "commander";
import { selectLogoutTargets } from "../../app/targets/select_logout_targets.ts";
import { absentLogins, logout, type LogoutPorts } from "../../app/login/logout.ts";
import type { Target } from "../../domain/login/target.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { asWhom, outcomesJson, outcomesText, targetJson } from "../output/outcomes.ts";
import { addSelectionOptions, readSelection } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr logout dev/ecr", "one integration of atmos.yaml"],
  ["atmos-ecr logout --all", "every integration"],
  ["atmos-ecr logout --all --dry-run", "what would be removed"],
  ["atmos-ecr logout 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "a registry by its host"],
];

/** `atmos-ecr logout` */
export function addLogoutCommand(
  program: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(addSelectionOptions(program.command("logout")), EXAMPLES)
    .summary("remove what login wrote")
    .description(
      "Removes the logins of registries from Docker's configuration, or from the credential store that Docker is set up with. " +
        "AWS is not asked.",
    )
    .option("--dry-run", "show what would be removed, and remove nothing")
    .action(async (integrations: string[], options: { readonly dryRun?: true }, command: Command) => {
      const writer = new Writer(context, command);
      const { selection, ports } = readSelection(integrations, command, context);
      const { targets, files, problems } = await selectLogoutTargets(selection, ports);
      writer.configuration(files, problems);
      const stores = { docker: context.docker(), cache: context.helperCache().cache };
      if (options.dryRun === true) return await showPlan(targets, stores, writer);
      const outcomes = await logout(targets, stores);
      if (writer.json) writer.data(outcomesJson(outcomes));
      else {
        const text = outcomesText(outcomes, "Logged out of", context.clock(), writer.styles);
        if (outcomes.some(({ status }) => status === "failed")) writer.failure(text);
        else writer.words(text);
      }
      setExitCode(exitCodeOf(outcomes));
    });
}

async function showPlan(targets: readonly Target[], stores: LogoutPorts, writer: Writer): Promise<void> {
  if (writer.json) {
    return writer.data({
      dry_run: true,
      registries: targets.map((target) => targetJson(target, "planned")),
    });
  }
  const absent = await absentLogins(targets, stores);
  for (const target of targets) {
    const { host } = target.registry;
    writer.words(
      absent.has(host) ? `There is no login of ${host}\n` : `Would log out of ${host}${asWhom(target)}\n`,
    );
  }
}
