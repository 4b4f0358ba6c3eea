import { type Command, Option } from "commander";
import { identityVariables } from "../../app/auth/identity_variables.ts";
import { placeOf } from "../../app/auth/open_session.ts";
import { logInForPrograms } from "../../app/auth/prepare_program.ts";
import { showProvisions } from "../output/provisions.ts";
import { selectIdentity } from "../../app/auth/select_identity.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { CREDENTIAL_VARIABLES } from "../../domain/session/session_variables.ts";
import {
  canUnset,
  formatVariables,
  VARIABLE_FORMATS,
  type VariableFormat,
} from "../../domain/session/variable_formats.ts";
import { sessionState } from "../../domain/session/session_state.ts";
import { shellWord } from "../../domain/text/shell_word.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption, namedIdentity } from "../command/identity_options.ts";
import { addLoginOptions, loginOptions } from "../command/login_options.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  [`eval "$(atmos-ecr auth env -i dev-admin)"`, "bash, zsh and their family"],
  ["atmos-ecr auth env --login -f fish | source", ""],
  ["atmos-ecr auth env -f powershell | Out-String | Invoke-Expression", ""],
  ["atmos-ecr auth env --login -f github", "for the steps of a GitHub job that follow"],
];

/** Options of `auth env`. */
interface EnvOptions {
  readonly format?: VariableFormat;
  readonly outputFile?: string;
  readonly login?: true;
}

/** `atmos-ecr auth env` */
export function addAuthEnvCommand(group: Command, context: CliContext): void {
  const command = addExamples(group.command("env"), EXAMPLES)
    .summary("print variables for working as an identity")
    .description(
      "Prints the variables that make AWS tools and Docker work as an identity: they lead to its session, and hold no secret. " +
        "bash, fish and powershell also unset the variables that would go before it. Without --login it logs in to nothing; with it also Docker, as `auth login` does.",
    );
  addLoginOptions(addIdentityOption(command))
    .addOption(
      new Option("-f, --format <format>", "how to write them; bash unless `-o json`").choices(
        VARIABLE_FORMATS,
      ),
    )
    .option(
      "--output-file <file>",
      "add them to a file instead, or replace it with json; with github, $GITHUB_ENV unless given",
    )
    .option(
      "--login",
      "log in first, unless a session lasts, and Docker in to the registries of the identity",
    )
    .action(async (options: EnvOptions, command: Command) => {
      const writer = new Writer(context, command);
      const format = options.format ?? (writer.json ? "json" : "bash");
      const file = options.outputFile ?? (format === "github" ? githubFile(context) : undefined);
      const { sessions, outputs } = context.authSide(writer);
      const selected = await selectIdentity(
        namedIdentity(undefined, command),
        selectionPorts(command, context),
      );
      writer.configuration(selected.loaded.files, selected.problems, selected.loaded.config.logsLevel?.value);
      const variables = await identityVariables(selected, { sessions, docker: () => context.docker() });
      if (options.login === true) {
        const results = await logInForPrograms(selected, {
          issuer: await context.issuer(loginOptions(command, context), writer),
          docker: () => context.docker(),
          helper: context.helperCache(),
          deadlines: context.deadlines,
          progress: writer.progress,
          selection: selected.configSelection,
          sessions,
        });
        showProvisions(results, context.clock(), writer);
      } else {
        const place = placeOf(selected);
        const expiresAt = place === undefined ? undefined : (await sessions.read(place))?.expiresAt;
        if (
          place !== undefined &&
          (expiresAt === undefined || sessionState(expiresAt, context.clock()) === "expired")
        ) {
          writer.warning(
            `Nobody is logged in to "${selected.identity.name}": add --login, or run atmos-ecr auth login ${
              shellWord(selected.identity.name)
            }`,
          );
        }
      }
      warnOfVariables(variables.unset, format, { context, writer });
      const text = formatVariables(variables, format);
      if (file === undefined) writer.text(text);
      else if (format === "json") await outputs.replace(file, text);
      else await outputs.append(file, text);
    });
}

/** Where GitHub takes variables for the steps that follow. */
function githubFile({ environment }: CliContext): string {
  const file = environment.get("GITHUB_ENV");
  if (file !== undefined && file !== "") return file;
  throw new UsageError("Cannot write for GitHub: GITHUB_ENV is not set, so this is no step of a job", {
    hint: "Add --output-file FILE",
  });
}

/** What the format cannot take back, and what is there to be taken back. */
function warnOfVariables(
  unset: readonly string[],
  format: VariableFormat,
  { context, writer }: { readonly context: CliContext; readonly writer: Writer },
): void {
  if (canUnset(format)) return;
  const left = unset.filter((name) =>
    CREDENTIAL_VARIABLES.includes(name) && (context.environment.get(name) ?? "") !== ""
  );
  if (left.length === 0) return;
  writer.warning(
    `${left.join(", ")} ${
      left.length === 1 ? "is" : "are"
    } set here and may go before AWS_PROFILE; ${format} has no way to unset variables`,
  );
}
