import type { Command } from "commander";
import { examine } from "../../app/doctor/doctor.ts";
import { type Check, counted } from "../../domain/doctor/check.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import type { Meaning } from "../output/styles.ts";
import type { Cell } from "../output/table.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr doctor", "everything"],
  ["atmos-ecr doctor --offline", "all but the clock, for which AWS is asked"],
];

/** `atmos-ecr doctor` */
export function addDoctorCommand(
  program: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(program.command("doctor"), EXAMPLES)
    .summary("find out why logins do not work")
    .description(
      "Examines what logins depend on: the helper on the PATH, Docker's configuration, pins, directories, the configuration, variables, " +
        "and the clock, for which AWS is asked once, without credentials. Exits with 1 when something fails; warnings do not count.",
    )
    .option("--offline", "do not ask AWS for the time")
    .action(async (options: { readonly offline?: true }, command: Command) => {
      const writer = new Writer(context, command);
      const helper = context.helperSide();
      const checks = await examine({
        ...helper,
        ...helper.machine,
        configurations: context.configurations(),
        configSelection: configSelection(globalOptions(command)),
        environment: context.environment,
        clock: context.clock,
        deadlines: context.deadlines,
      }, { offline: options.offline === true });
      if (writer.json) writer.data({ checks: checks.map(checkJson) });
      else {
        writer.table(checks.flatMap(checkRows));
        writer.words(summaryOf(checks));
      }
      const failed = checks.some(({ status }) => status === "fail");
      setExitCode(failed ? EXIT_CODES.failure : EXIT_CODES.ok);
    });
}

function checkJson({ id, status, message, hint }: Check): unknown {
  return { id, status, message, hint: hint ?? null };
}

const MEANINGS: Readonly<Record<Check["status"], Meaning>> = {
  ok: "success",
  warn: "warning",
  fail: "failure",
};

function checkRows({ id, status, message, hint }: Check): Cell[][] {
  return [
    [{ text: status, meaning: MEANINGS[status] }, id, escapeText(message)],
    ...(hint === undefined ? [] : [["", "", `hint: ${escapeText(hint)}`]]),
  ];
}

function summaryOf(checks: readonly Check[]): string {
  const count = (status: Check["status"]): number => checks.filter((check) => check.status === status).length;
  return `${count("ok")} ok, ${counted(count("warn"), "warning")}, ${counted(count("fail"), "failure")}\n`;
}
