import { Command, CommanderError } from "commander";
import { chooseProfile } from "../app/config/choose_profile.ts";
import { CancelledError } from "../domain/errors/errors.ts";
import { EXIT_CODES } from "../domain/errors/error_codes.ts";
import { addAuthCommands } from "./commands/auth.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addConfigCommands } from "./commands/config.ts";
import { addDockerCommands } from "./commands/docker.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addHelperFaces } from "./commands/helper_faces.ts";
import { addHelpCommand } from "./commands/help.ts";
import { addInitCommand } from "./commands/init.ts";
import { addListCommand } from "./commands/list.ts";
import { addLoginCommand } from "./commands/login.ts";
import { addLogoutCommand } from "./commands/logout.ts";
import { addStatusCommand } from "./commands/status.ts";
import { addTokenCommand } from "./commands/token.ts";
import { addTrustCommands } from "./commands/trust.ts";
import { complete, COMPLETE_WORD } from "./completion/complete.ts";
import { completionPoint } from "./completion/completion_point.ts";
import type { CliContext } from "./command/context.ts";
import {
  addGlobalOptions,
  configSelection,
  type GlobalOptions,
  globalOptions,
} from "./command/global_options.ts";
import { helpJson, jsonText } from "./help/help_json.ts";
import { withOutputFile } from "./command/atmos_arguments.ts";
import { formatHelp } from "./help/help_layout.ts";
import { addExamples, addSection } from "./help/help_sections.ts";
import { HELP_TOPICS } from "./help/help_topics.ts";
import { checkOutputFormat } from "./output/diagrams.ts";
import { errorJson, errorText, exitCodeFor } from "./output/errors.ts";
import { annotationLine, inGitHubActions } from "./output/github.ts";
import { jsonDocument } from "./output/json_version.ts";
import { stylesFor } from "./output/styles.ts";
import { parserError } from "./parser_errors.ts";
import { fitWords } from "./output/words.ts";

/** How wide help is where there is no terminal. */
const DEFAULT_COLUMNS = 80;

/** The name under which the program is known. */
const PROGRAM_NAME = "atmos-ecr";

/**
 * Runs the command line.
 *
 * @param typed What follows the program's name.
 * @returns The exit code.
 */
export async function runCli(typed: readonly string[], context: CliContext): Promise<number> {
  const args = withOutputFile(typed);
  let exitCode: number = EXIT_CODES.ok;
  const program = buildProgram(context, (code) => exitCode = code, { json: wantsJson(beforeDashes(args)) });
  try {
    if (args[0] === COMPLETE_WORD) return await complete(program, args.slice(1), context);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.ok;
    if (!(error instanceof CommanderError)) return reportError(error, args, context);
    const group = error.code === "commander.help" ? bareGroup(program, args) : undefined;
    if (group === undefined) return reportError(parserError(error, program, args), args, context);
    group.outputHelp();
    return EXIT_CODES.ok;
  }
}

/** The group of commands that was named without one of them, as in `atmos-ecr docker`; undefined for the program itself. */
function bareGroup(program: Command, args: readonly string[]): Command | undefined {
  const { command } = completionPoint(program, args, "");
  return command.parent === null ? undefined : command;
}

/**
 * The command tree. The help shows the commands in this order, under these headings.
 *
 * @param options `json` for help and version as data; text when absent.
 */
export function buildProgram(
  context: CliContext,
  setExitCode: (code: number) => void,
  { json = false }: { readonly json?: boolean } = {},
): Command {
  const program = createProgram(context, json);
  program.commandsGroup("Begin");
  addInitCommand(program, context, { setExitCode, run: (args) => runCli(args, context) });
  program.commandsGroup("Log in");
  addLoginCommand(program, context, setExitCode);
  addLogoutCommand(program, context, setExitCode);
  addTokenCommand(program, context);
  addListCommand(program, context);
  addStatusCommand(program, context, setExitCode);
  addExplainCommand(program, context);
  program.commandsGroup("Identities");
  addAuthCommands(program, context, setExitCode);
  program.commandsGroup("Set Docker up");
  addDockerCommands(program, context, setExitCode);
  addHelperFaces(program);
  program.commandsGroup("Configuration");
  addConfigCommands(program, context, setExitCode);
  addTrustCommands(program, context);
  program.commandsGroup("Other");
  addDoctorCommand(program, context, setExitCode);
  addCompletionCommand(program, context);
  addHelpCommand(program, context, json);
  for (const command of commandsBelow(program)) {
    command.helpCommand(false).allowExcessArguments(false).showSuggestionAfterError(false).configureHelp({
      showGlobalOptions: true,
      helpWidth: context.console.columnsOut ?? DEFAULT_COLUMNS,
      minWidthToWrap: 20,
      formatHelp: json ? (one, help) => jsonText(helpJson(one, help)) : formatHelp,
      styleTitle: (text) =>
        stylesFor(context.console.colourOut && program.opts<GlobalOptions>().color)("name", text),
    });
  }
  return program;
}

/** The program without its commands. */
function createProgram(context: CliContext, json: boolean): Command {
  const program = new Command(PROGRAM_NAME)
    .usage("[options] COMMAND")
    .description(
      "Gets Docker and every other container tool into Amazon ECR, from the identities in atmos.yaml.",
    )
    .version(
      json
        ? JSON.stringify({ version: context.version, name: PROGRAM_NAME }, null, 2)
        : `${PROGRAM_NAME} ${context.version}`,
      "--version",
      "print the version",
    )
    .helpOption("-h, --help", "show help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.console.out(text),
      writeErr: () => {},
      // The titles know by themselves.
      getOutHasColors: () => true,
    })
    .hook("preAction", async (_program, command) => {
      checkOutputFormat(command);
      const directory = globalOptions(command).chdir ?? context.environment.get("ATMOS_CHDIR");
      if (directory !== undefined && directory !== "") context.changeDirectory(directory);
      const options = globalOptions(command);
      if (options.profile !== true) return;
      const chosen = await chooseProfile(
        context.configurations(),
        configSelection(options),
        context.prompter,
      );
      program.setOptionValue("profile", [chosen]);
    });
  addGlobalOptions(program);
  addExamples(program, [
    ["atmos-ecr login dev/ecr", "log Docker in to the registry of an integration"],
    ["atmos-ecr docker install", "let Docker get its logins by itself"],
    ["atmos-ecr status", "see where Docker gets credentials, and until when"],
  ]);
  return addSection(program, {
    heading: "Topics",
    rows: HELP_TOPICS.map(({ name, summary }) => [`help ${name}`, summary] as const),
  });
}

/** A command and everything below it. */
function commandsBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsBelow)];
}

/** Reports an error on the stream where the caller looks for it. The arguments may be what is wrong, so they are only searched. */
function reportError(
  error: unknown,
  typed: readonly string[],
  { console, environment, version }: CliContext,
): number {
  const args = beforeDashes(typed);
  try {
    if (!wantsJson(args) || !isWritten(console, jsonDocument({ error: errorJson(error) }))) {
      const styles = stylesFor(console.colourErr && !args.includes("--no-color"));
      // A terminal shows ^C where the cursor is.
      const start = isInterruption(error) && console.columnsErr !== undefined ? "\n" : "";
      console.err(start + fitWords(errorText(error, styles, version), console.columnsErr));
      if (inGitHubActions(environment) && !(error instanceof CancelledError)) {
        console.err(annotationLine({ severity: "error", ...errorJson(error) }));
      }
    }
  } catch {
    // Where nothing can be written, as on a full disk, the exit code has to do.
  }
  return exitCodeFor(error);
}

/** Whether standard output takes a text: where it does not, as on a full disk, standard error is left. */
function isWritten(console: CliContext["console"], text: string): boolean {
  try {
    console.out(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a signal ended the program, and not an answer to a question. */
function isInterruption(error: unknown): boolean {
  return error instanceof CancelledError && error.message === new CancelledError().message;
}

/** What is meant for this program: what follows `--` is for another one. */
function beforeDashes(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf("--");
  return dashes < 0 ? args : args.slice(0, dashes);
}

function wantsJson(args: readonly string[]): boolean {
  return args.some((arg, index) =>
    arg === "--output=json" || /^-[qv]*ojson$/.test(arg) ||
    (arg === "json" && /^(-o|--output)$/.test(args[index - 1] ?? ""))
  );
}
