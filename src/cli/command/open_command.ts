import { chooseProfile } from "../../app/targets/choose_profile.ts";
import { Writer } from "../output/writer.ts";
import type { CommandIo } from "./define_command.ts";
import type { CliContext } from "./context.ts";
import type { Parsed } from "./parse_arguments.ts";
import { configSelection, type GlobalOptions } from "./global_options.ts";

/** A parsed command line, and everything that was typed. */
type Call = Omit<Extract<Parsed, { kind: "run" }>, "kind"> & { readonly typed: readonly string[] };

/** Prepares what every command needs: changes to the directory of `--chdir`, and prompts for a profile if `--profile` has no name. */
export async function openCommand(
  { trail, operands, values, typed }: Call,
  { context, runCommand }: { readonly context: CliContext } & Pick<CommandIo, "runCommand">,
): Promise<CommandIo> {
  const options = values as unknown as GlobalOptions;
  const directory = options.chdir ?? context.environment.get("ATMOS_CHDIR");
  if (directory !== undefined && directory !== "") context.changeDirectory(directory);
  const global = options.profile === true
    ? { ...options, profile: [await chosenProfile(options, context)] }
    : options;
  return {
    operands,
    global,
    typed,
    trail,
    writer: new Writer(context, global),
    options: <T>() => values as T,
    runCommand,
  };
}

async function chosenProfile(options: GlobalOptions, context: CliContext): Promise<string> {
  return await chooseProfile(context.configurations(), configSelection(options), context.prompter);
}
