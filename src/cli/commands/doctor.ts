import { examine } from "../../app/doctor/doctor.ts";
import { type Check, counted } from "../../domain/doctor/check.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import type { Meaning } from "../output/styles.ts";
import type { Cell } from "../output/table.ts";

/** `atmos-ecr doctor` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<{ readonly offline?: true }>();
  const { writer } = io;
  const helper = await context.helperDependencies();
  const checks = await examine({
    ...helper,
    ...helper.machine,
    configurations: context.configurations(),
    configSelection: io.configSelection,
    environment: context.environment,
    clock: context.clock,
    deadlines: context.deadlines,
  }, { offline: options.offline === true });
  if (writer.json) writer.data({ checks: checks.map(checkJson) });
  else {
    writer.table(checks.flatMap(checkRows));
    writer.info(summaryOf(checks));
  }
  const failed = checks.some(({ status }) => status === "fail");
  return failed ? EXIT_CODES.failure : EXIT_CODES.ok;
}

function checkJson({ id, status, message, hint }: Check): object {
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
    ...(hint === undefined ? [] : [["", "", `Hint: ${escapeText(hint)}`]]),
  ];
}

function summaryOf(checks: readonly Check[]): string {
  const count = (status: Check["status"]): number => checks.filter((check) => check.status === status).length;
  return `${count("ok")} ok, ${counted(count("warn"), "warning")}, ${counted(count("fail"), "failure")}\n`;
}
