import type { PrintRequest } from "../command/define_command.ts";
import { BASH_SCRIPT } from "../completion/scripts/bash_script.ts";
import { FISH_SCRIPT } from "../completion/scripts/fish_script.ts";
import { POWERSHELL_SCRIPT } from "../completion/scripts/powershell_script.ts";
import { ZSH_SCRIPT } from "../completion/scripts/zsh_script.ts";
import { jsonDocument } from "../output/output_formats.ts";

/** `atmos-ecr completion` */
export function print({ operands: [shell = ""], json }: PrintRequest): string {
  const scripts: Readonly<Record<string, string>> = {
    bash: BASH_SCRIPT,
    zsh: ZSH_SCRIPT,
    fish: FISH_SCRIPT,
    powershell: POWERSHELL_SCRIPT,
  };
  const script = scripts[shell] ?? "";
  return json ? jsonDocument({ shell, script }) : script;
}
