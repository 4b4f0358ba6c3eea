import { validateConfig } from "../../app/config/validate_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { moreProblems, shownProblems } from "../../domain/config/shown_problems.ts";
import { counted } from "../../domain/doctor/check.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { findingText } from "../output/errors.ts";

/** `atmos-ecr config validate` and `atmos-ecr auth validate`: reports all problems of the configuration. */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer, configSelection } = io;
  const configurations = context.configurations();
  const { valid, problems, files } = await validateConfig({ configurations, configSelection });
  writer.configuration({ files, problems: [] });
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
  return `The configuration is ${errors === 0 ? "valid" : "not valid"}: ${counts}\n`;
}

function problemJson({ severity, code, message, hint, position }: Problem): unknown {
  return { severity, code, message, hint: hint ?? null, position: position ?? null };
}
