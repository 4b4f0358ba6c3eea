import { Argument, type Command } from "commander";
import { BASH_SCRIPT } from "../completion/scripts/bash_script.ts";
import { FISH_SCRIPT } from "../completion/scripts/fish_script.ts";
import { POWERSHELL_SCRIPT } from "../completion/scripts/powershell_script.ts";
import { ZSH_SCRIPT } from "../completion/scripts/zsh_script.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";

/** The script of each shell. */
const SCRIPTS = {
  bash: BASH_SCRIPT,
  zsh: ZSH_SCRIPT,
  fish: FISH_SCRIPT,
  powershell: POWERSHELL_SCRIPT,
} as const;

const EXAMPLES: readonly HelpRow[] = [
  ["source <(atmos-ecr completion bash)", "bash, e.g. in ~/.bashrc"],
  ["source <(atmos-ecr completion zsh)", "zsh, in ~/.zshrc"],
  ["atmos-ecr completion fish >~/.config/fish/completions/atmos-ecr.fish", "fish"],
  ["atmos-ecr completion powershell | Out-String | Invoke-Expression", "PowerShell, in $PROFILE"],
];

/** `atmos-ecr completion` */
export function addCompletionCommand(program: Command, context: CliContext): void {
  addExamples(program.command("completion"), EXAMPLES)
    .summary("print a script that completes commands in a shell")
    .description(
      "Prints a script with which a shell completes commands, options, and the names of integrations, identities, providers, profiles " +
        "and registries. For names the configuration is read as plain data: nothing in it is run, and nothing is fetched.",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => context.console.out(SCRIPTS[shell]));
}
