import { absentLogins, type LoginStores, logout, presentRegistries } from "../../app/login/logout.ts";
import { logoutTargets } from "../../app/targets/logout_targets.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import type { Target } from "../../domain/login/target.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { readSelection, selectionPorts } from "../command/selection.ts";
import { outcomesJson, outcomesText, plannedJson } from "../output/outcomes.ts";
import { asWhom } from "../output/result_lines.ts";
import type { Writer } from "../output/writer.ts";

/** `atmos-ecr logout` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<{ readonly dryRun?: true }>();
  const { writer } = io;
  const stores = { docker: (await context.docker())(), cache: (await context.helperCache()).cache };
  const { targets, files, problems } = await logoutTargets(
    readSelection(io),
    selectionPorts(io, context),
    () => presentRegistries(stores),
  );
  writer.configuration({ files, problems });
  if (targets.length === 0 && !writer.json) writer.info("No logins to remove\n");
  if (options.dryRun === true) return await showPlan(targets, stores, writer);
  const outcomes = await logout(targets, stores);
  if (writer.json) writer.data(outcomesJson(outcomes));
  else {
    writer.results(outcomes, outcomesText(outcomes, "Logged out of", context.clock(), writer.styles));
  }
  writer.warnings(outcomes.flatMap((outcome) => outcome.status === "ok" ? outcome.note ?? [] : []));
  return exitCodeOf(outcomes);
}

async function showPlan(targets: readonly Target[], stores: LoginStores, writer: Writer): Promise<void> {
  if (writer.json) return writer.data(plannedJson(targets.map((target) => ({ target, status: "ok" }))));
  const absent = await absentLogins(targets, stores);
  for (const target of targets) {
    const { host } = target.registry;
    writer.info(
      absent.has(host) ? `Not logged in to ${host}\n` : `Would log out of ${host}${asWhom(target)}\n`,
    );
  }
}
