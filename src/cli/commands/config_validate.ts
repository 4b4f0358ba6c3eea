import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { validateConfig } from "../../app/config/validate_config.ts";
import { moreProblems, type Problem, shownProblems } from "../../domain/config/problem.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import type { CliContext } from "../command/context.ts";
import { configSelection } from "../command/global_options.ts";
import { findingText } from "../output/findings.ts";

/** `atmos-ecr config validate` and `atmos-ecr auth validate`: reports all problems of the configuration. */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const { valid, problems, files } = await validateConfig(
    context.configurations(),
    configSelection(io.global),
  );
  writer.configuration(files, []);
  const listed = shownProblems(problems);
  if (writer.json) {
    writer.data({ valid, count: problems.length, problems: listed.shown.map(problemJson) });
  } else {
    writer.wrappedText(listed.shown.map(findingText).join("") + moreProblems(listed));
    writer.info(summaryOf(problems));
  }
  return valid ? EXIT_CODES.ok : EXIT_CODES.usage;
}

function summaryOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  if (problems.length === 0) return "The configuration is valid\n";
  const counts = [
    ...(errors === 0 ? [] : [counted(errors, "error")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ].join(", ");
  return errors === 0
    ? `The configuration is valid: ${counts}\n`
    : `The configuration is not valid: ${counts}\n`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function problemJson({ severity, code, message, hint, position }: Problem): unknown {
  return { severity, code, message, hint: hint ?? null, position: position ?? null };
}
