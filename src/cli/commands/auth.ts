import type { Command } from "commander";
import type { CliContext } from "../command/context.ts";
import { addExamples } from "../help/help_sections.ts";
import { addAuthEnvCommand } from "./auth_env.ts";
import { addAuthExecCommand } from "./auth_exec.ts";
import { addAuthListCommand } from "./auth_list.ts";
import { addAuthLoginCommand } from "./auth_login.ts";
import { addAuthLogoutCommand } from "./auth_logout.ts";
import { addAuthShellCommand } from "./auth_shell.ts";
import { addAuthUserCommands } from "./auth_user.ts";
import { addAuthValidateCommand } from "./auth_validate.ts";
import { addAuthWhoamiCommand } from "./auth_whoami.ts";

/** `atmos-ecr auth` with its commands. */
export function addAuthCommands(
  program: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const group = addExamples(program.command("auth"), [
    ["atmos-ecr auth login dev-admin", "log in to an identity"],
    ["atmos-ecr auth list", "see who there is, and who is logged in"],
    ["atmos-ecr auth exec -- aws s3 ls", "run a program as the default identity"],
  ])
    .summary("log in to identities and work as them")
    .description(
      "Logs in to the identities of atmos.yaml, shows who that is, and runs programs as them. Sessions are shared with Atmos.",
    );
  addAuthLoginCommand(group, context, setExitCode);
  addAuthLogoutCommand(group, context, setExitCode);
  addAuthWhoamiCommand(group, context);
  addAuthListCommand(group, context);
  addAuthEnvCommand(group, context);
  addAuthExecCommand(group, context, setExitCode);
  addAuthShellCommand(group, context, setExitCode);
  addAuthUserCommands(group, context);
  addAuthValidateCommand(group, context, setExitCode);
}
