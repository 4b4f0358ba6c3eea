import { EXIT_CODES } from "../domain/errors/error_codes.ts";
import { CancelledError, UsageError } from "../domain/errors/errors.ts";
import type { CliContext } from "./command/context.ts";
import { type HelpStyle, lastOf, outputFormats, type Trail } from "./command/define_command.ts";
import { beforeDashes, parseArguments, type Parsed, withOutputFile } from "./command/parse_arguments.ts";
import { usageError } from "./command/usage_error.ts";
import { complete, type CompletionShell } from "./completion/complete.ts";
import { completionPoint, withProgramDashes } from "./completion/completion_point.ts";
import { helpJson } from "./help/help_json.ts";
import { formatHelp } from "./help/help_layout.ts";
import { errorJson, errorText, exitCodeFor } from "./output/errors.ts";
import { annotationLine, inGitHubActions } from "./output/github.ts";
import { jsonDocument, jsonText, type OutputFormat, type OutputOptions } from "./output/output_formats.ts";
import { stylesFor } from "./output/styles.ts";
import { PROGRAM } from "./specs/program.ts";

/** The hidden command that completion scripts call. Reference: cobra's `__complete`. */
const COMPLETE_WORD = "__complete";

/** What help and usage errors need, and the way to load the rest, which only commands need. */
export interface Shell extends CompletionShell, Pick<CliContext, "environment"> {
  /** @param color False for `--no-color`. */
  open(color: boolean): Promise<CliContext>;
}

/** Runs the command line. @param typed The arguments of the program. @returns The exit code. */
export async function runCli(typed: readonly string[], shell: Shell): Promise<number> {
  const args = withProgramDashes(PROGRAM, withOutputFile(typed));
  try {
    if (typed[0] === COMPLETE_WORD) return await complete(PROGRAM, typed.slice(1), shell);
    const parsed: Parsed = args.length === 0
      ? { kind: "help", trail: [PROGRAM] }
      : parseArguments(PROGRAM, args);
    switch (parsed.kind) {
      case "version":
        shell.console.out(
          wantsJson(args)
            ? jsonText({ version: shell.version, name: PROGRAM.name })
            : `${PROGRAM.name} ${shell.version}\n`,
        );
        return EXIT_CODES.ok;
      case "help":
        shell.console.out(helpText(parsed.trail, args, shell));
        return EXIT_CODES.ok;
      case "mistake":
        throw usageError(parsed.mistake, completionPoint(PROGRAM, args, "").trail);
      case "run":
        return await runCommand(parsed, args, shell);
    }
  } catch (error) {
    return await reportError(error, args, shell);
  }
}

function helpText(trail: Trail, typed: readonly string[], shell: Shell): string {
  const args = beforeDashes(typed);
  if (wantsJson(args)) return jsonDocument(helpJson(trail));
  return formatHelp(trail, helpStyle(!args.includes("--no-color"), shell));
}

function helpStyle(colour: boolean, { console }: Shell): HelpStyle {
  const styles = stylesFor(console.colourOut && colour);
  return { columns: console.columnsOut, title: (text) => styles("name", text) };
}

async function runCommand(
  { trail, operands, values }: Extract<Parsed, { kind: "run" }>,
  typed: readonly string[],
  shell: Shell,
): Promise<number> {
  const command = lastOf(trail);
  const { output, color } = values as unknown as OutputOptions;
  checkOutputFormat(output, trail);
  if (command.print !== undefined) {
    const { print } = await command.print();
    const json = output === "json";
    shell.console.out(print({ operands, program: trail[0], json, ...helpStyle(color, shell) }));
    return EXIT_CODES.ok;
  }
  if (command.run === undefined) {
    // A protocol is run by `main.ts`, if it is the first argument.
    throw new UsageError(`Cannot run ${command.name} after options`, {
      hint: `Global options are not supported here: run \`atmos-ecr ${command.name}\``,
    });
  }
  const [{ run }, { openCommand }, context] = await Promise.all([
    command.run(),
    loadOpening(),
    shell.open(color),
  ]);
  const call = { trail, operands, values, typed };
  const io = await openCommand({ ...call, runCommand: (args) => runCli(args, shell) }, context);
  try {
    return await run(io, context) ?? EXIT_CODES.ok;
  } catch (error) {
    try {
      if (exitCodeFor(error) === EXIT_CODES.usage) io.writer.unwrittenProblems();
    } catch {
      // As in `reportError`, the exit code must do.
    }
    throw error;
  }
}

/** @throws {UsageError} `USAGE` if a command that does not draw is asked for a diagram. */
function checkOutputFormat(output: OutputFormat, trail: Trail): void {
  const known = outputFormats(lastOf(trail));
  if (known.includes(output)) return;
  throw new UsageError(
    `\`${trail.slice(1).map(({ name }) => name).join(" ")}\` does not support --output ${output}`,
    { hint: `Valid values: ${known.join(", ")}` },
  );
}

/** Reports an error on the stream where the caller expects it. The arguments may be invalid, so they are only searched. */
async function reportError(
  error: unknown,
  typed: readonly string[],
  { console, environment, version }: Shell,
): Promise<number> {
  const args = beforeDashes(typed);
  try {
    if (!wantsJson(args) || !isWritten(console, jsonDocument({ error: errorJson(error) }))) {
      const styles = stylesFor(console.colourErr && !args.includes("--no-color"));
      // A terminal shows ^C where the cursor is.
      const start = isInterruption(error) && console.columnsErr !== undefined ? "\n" : "";
      const text = errorText(error, styles, version);
      const columns = console.columnsErr;
      console.err(start + (columns === undefined ? text : (await loadWords()).wrapToTerminal(text, columns)));
      if (inGitHubActions(environment) && !(error instanceof CancelledError)) {
        console.err(annotationLine({ severity: "error", ...errorJson(error) }));
      }
    }
  } catch {
    // If nothing can be written, as on a full disk, the exit code must do.
  }
  return exitCodeFor(error);
}

/** Whether standard output accepts a text. If not, as on a full disk, standard error is used. */
function isWritten(console: Shell["console"], text: string): boolean {
  try {
    console.out(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a signal ended the program, as opposed to a cancelled prompt. */
function isInterruption(error: unknown): boolean {
  return error instanceof CancelledError && error.message === new CancelledError().message;
}

function wantsJson(args: readonly string[]): boolean {
  return completionPoint(PROGRAM, args, "").given.options.get("output")?.at(-1) === "json";
}

// Conditional, so that Deno does not load them in advance. See `src/main.ts`.

const loadOpening = (): Promise<typeof import("./command/open_command.ts")> =>
  import(Deno.build.standalone ? "./command/open_command.ts" : "./command/open_command.ts");
const loadWords = (): Promise<typeof import("./output/words.ts")> =>
  import(Deno.build.standalone ? "./output/words.ts" : "./output/words.ts");
