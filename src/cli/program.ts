import { Command, CommanderError } from "commander";
import { EXIT_CODES } from "../domain/errors/error_codes.ts";
import { UsageError } from "../domain/errors/errors.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addConfigCommands } from "./commands/config.ts";
import { addDockerCommands } from "./commands/docker.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addHelperFaces } from "./commands/helper_faces.ts";
import { addListCommand } from "./commands/list.ts";
import { addLoginCommand } from "./commands/login.ts";
import { addLogoutCommand } from "./commands/logout.ts";
import { addStatusCommand } from "./commands/status.ts";
import { addTokenCommand } from "./commands/token.ts";
import { addTrustCommands } from "./commands/trust.ts";
import { complete, COMPLETE_WORD } from "./completion/complete.ts";
import type { CliContext } from "./context.ts";
import { addGlobalOptions, globalOptions } from "./global_options.ts";
import { checkOutputFormat } from "./output/diagrams.ts";
import { errorJson, errorText, exitCodeFor } from "./output/errors.ts";
import { stylesFor } from "./output/styles.ts";

/** The name under which the program is known. */
export const PROGRAM_NAME = "atmos-ecr";

/**
 * Runs the command line.
 *
 * @param args What follows the program's name.
 * @returns The exit code.
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  const program = buildProgram(context, (code) => exitCode = code);
  try {
    if (args[0] === COMPLETE_WORD) return await complete(program, args.slice(1), context);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.ok;
    return reportError(error instanceof CommanderError ? usageError(error, args) : error, args, context);
  }
}

/** The command tree. */
export function buildProgram(context: CliContext, setExitCode: (code: number) => void): Command {
  const program = new Command(PROGRAM_NAME)
    .description(
      "Gets Docker and every other container tool into Amazon ECR, from the identities in atmos.yaml.",
    )
    .version(`${PROGRAM_NAME} ${context.version}`, "--version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help of a command")
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.console.out(text), writeErr: () => {} })
    .hook("preAction", (_program, command) => {
      checkOutputFormat(command);
      const directory = globalOptions(command).chdir ?? context.environment.get("ATMOS_CHDIR");
      if (directory !== undefined && directory !== "") context.changeDirectory(directory);
    });
  addGlobalOptions(program);
  addLoginCommand(program, context, setExitCode);
  addLogoutCommand(program, context, setExitCode);
  addListCommand(program, context);
  addStatusCommand(program, context);
  addExplainCommand(program, context);
  addDoctorCommand(program, context, setExitCode);
  addDockerCommands(program, context, setExitCode);
  addTokenCommand(program, context);
  addConfigCommands(program, context, setExitCode);
  addHelperFaces(program);
  addTrustCommands(program, context);
  addCompletionCommand(program, context);
  for (const command of [program, ...program.commands.flatMap((command) => [command, ...command.commands])]) {
    command.configureHelp({ showGlobalOptions: true, helpWidth: context.console.columns })
      .allowExcessArguments(false);
  }
  return program;
}

/** What the parser complains about, as an error of ours. */
function usageError(error: CommanderError, args: readonly string[]): UsageError {
  const [first, topic] = args;
  const message = error.code !== "commander.help"
    ? error.message.replace(/^error: /, "")
    : first === "help" && topic !== undefined
    ? `Unknown command '${topic}'`
    : "Cannot tell what to do: the name of a command is missing";
  const [sentence = message, ...rest] = message.split("\n");
  const suggestion = rest.join(" ").replace(/^\((.*)\)$/, "$1");
  return new UsageError(sentence.charAt(0).toUpperCase() + sentence.slice(1), {
    hint: suggestion === "" ? `Run '${PROGRAM_NAME} --help' or '${PROGRAM_NAME} COMMAND --help'` : suggestion,
  });
}

/** Reports an error on the stream where the caller looks for it. The arguments may be what is wrong, so they are only searched. */
function reportError(error: unknown, args: readonly string[], { console }: CliContext): number {
  try {
    if (wantsJson(args)) console.out(`${JSON.stringify({ error: errorJson(error) }, null, 2)}\n`);
    else console.err(errorText(error, stylesFor(console.colourErr && !args.includes("--no-color"))));
  } catch {
    // Where nothing can be written, as on a full disk, the exit code has to do.
  }
  return exitCodeFor(error);
}

function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) =>
    arg === "--output=json" || /^-[qv]*ojson$/.test(arg) ||
    (arg === "json" && /^(-o|--output)$/.test(args[index - 1] ?? ""))
  );
}
