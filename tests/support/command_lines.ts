import { Command } from "commander";
import { buildProgram } from "../../src/cli/program.ts";
import { Bench } from "./bench.ts";

/** The words of a command line of a shell, as far as the documentation writes such: quotes, and no variables. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)]
    .map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_all, single, double) => single ?? double));
}

/** The calls of this program in a line of a shell, as their arguments: `x | atmos-ecr y >z` has one, `["y"]`. */
export function programCalls(line: string): string[][] {
  return line.replace(/(^|\s)#.*$/, "").split(/\||&&|;|<\(|\$\(|\)/)
    .map((part) => shellWords(part.trim().replace(/^\$ /, "")))
    .map((words) => words.filter((word) => !/^\d?[<>]/.test(word)))
    .flatMap((words) => words[0] === "atmos-ecr" ? [words.slice(1)] : []);
}

/** The program's commands; none of them does anything. */
export function commandTree(): Command {
  const program = buildProgram(new Bench().context, () => {});
  for (const command of commandsBelow(program)) if (command.commands.length === 0) command.action(() => {});
  return program;
}

/** Every command that help shows. */
export function commandsBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsBelow)];
}

/** Parses a command line as the program would. @throws What the parser says against it. */
export async function parseCall(args: readonly string[]): Promise<void> {
  try {
    await commandTree().parseAsync(args, { from: "user" });
  } catch (error) {
    // `--help` and `--version` end by this.
    if (!(error instanceof Error && "exitCode" in error && error.exitCode === 0)) throw error;
  }
}
