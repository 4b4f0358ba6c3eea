import { chooseProfile } from "../../app/targets/choose_profile.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { OutputOptions } from "../output/output_formats.ts";
import { Writer } from "../output/writer.ts";
import type { CliContext } from "./context.ts";
import type { CommandIo } from "./define_command.ts";
import type { Parsed } from "./parse_arguments.ts";

/** Options of every command, before or after its name. */
interface GlobalOptions extends OutputOptions {
  readonly config?: readonly string[];
  readonly configPath?: readonly string[];
  /** `true` for the option without a name. */
  readonly profile?: readonly string[] | true;
  readonly basePath?: string;
  readonly lenient?: true;
  readonly chdir?: string;
}

/** A parsed command line, everything that was typed, and how to run another one. */
type Call = Omit<Extract<Parsed, { kind: "run" }>, "kind"> & Pick<CommandIo, "typed" | "runCommand">;

/** Prepares what every command needs: changes to the directory of `--chdir`, and prompts for a profile if `--profile` has no name. */
export async function openCommand({ values, ...call }: Call, context: CliContext): Promise<CommandIo> {
  const options = values as unknown as GlobalOptions;
  const directory = options.chdir ?? context.environment.get("ATMOS_CHDIR");
  if (directory !== undefined && directory !== "") context.changeDirectory(directory);
  const configSelection: ConfigSelection = {
    configFiles: options.config ?? [],
    configDirectories: options.configPath ?? [],
    profiles: options.profile === true ? [] : options.profile ?? [],
    basePath: options.basePath,
    chdir: options.chdir,
    lenient: options.lenient === true,
  };
  const { prompter } = context;
  const profiles = options.profile === true
    ? [await chooseProfile({ configurations: context.configurations(), configSelection, prompter })]
    : configSelection.profiles;
  return {
    ...call,
    output: options.output,
    configSelection: { ...configSelection, profiles },
    writer: new Writer(context, options),
    options: <T>() => values as T,
  };
}
