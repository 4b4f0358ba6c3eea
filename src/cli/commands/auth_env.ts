import { identityVariables } from "../../app/auth/identity_variables.ts";
import { placeOf } from "../../app/auth/open_session.ts";
import { logInForPrograms } from "../../app/auth/prepare_program.ts";
import { selectionFlags } from "../../app/targets/selection.ts";
import { LoginError, UsageError } from "../../domain/errors/errors.ts";
import { sessionState } from "../../domain/identity/credentials.ts";
import { CREDENTIAL_VARIABLES } from "../../domain/session/program_environment.ts";
import { canUnset, formatVariables, type VariableFormat } from "../../domain/session/variable_formats.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { selectedIdentity } from "../command/selection.ts";
import { showProvisions } from "../output/outcomes.ts";
import type { Writer } from "../output/writer.ts";
import { programPorts } from "./auth_programs.ts";

interface EnvOptions {
  readonly format?: VariableFormat;
  readonly outputFile?: string;
  readonly login?: true;
}

/** `atmos-ecr auth env` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<EnvOptions>();
  const { writer } = io;
  const format = options.format ?? (writer.json ? "json" : "bash");
  const file = options.outputFile ?? (format === "github" ? githubFile(context) : undefined);
  const { sessions, outputs } = await context.authDependencies(writer);
  const selected = await selectedIdentity(io, context);
  const variables = await identityVariables(selected, { sessions, docker: await context.docker() });
  if (options.login === true) {
    const results = await logInForPrograms(selected, await programPorts(io, context));
    showProvisions(results, context.clock(), writer);
  } else {
    const place = placeOf(selected);
    const session = place && await sessions.read(place);
    const expiresAt = session?.expiresAt;
    const isUsable = expiresAt !== undefined && sessionState(expiresAt, context.clock()) !== "expired";
    const { name } = selected.identity;
    const way = `add --login, or run \`atmos-ecr auth login ${shellWord(name)}${
      selectionFlags(io.configSelection)
    }\``;
    if (place !== undefined && session === undefined && await sessions.isMarked(place)) {
      const state = `the session stored for "${name}" is of another principal, or was made with other keys`;
      // The variables of an earlier call replace the environment's credentials: then, the session may be the right one.
      if (selected.chain.identities[0].kind !== "aws/ambient") {
        throw new LoginError("LOGIN_REQUIRED", `Cannot use identity "${name}": ${state}`, {
          hint: way.replace("add", "Add"),
        });
      }
      writer.warning(`Programs may act as another identity: ${state}; ${way}`);
    } else if (place !== undefined && !isUsable) writer.warning(`No session for "${name}": ${way}`);
  }
  if (!canUnset(format)) warnOfVariables(variables.unset, format, writer, context);
  const text = formatVariables(variables, format);
  if (file === undefined) writer.text(text);
  else if (format === "json") await outputs.replace(file, text);
  else await outputs.append(file, text);
}

/** The file in which GitHub Actions expects variables for later steps. */
function githubFile({ environment }: CliContext): string {
  const file = environment.get("GITHUB_ENV");
  if (file !== undefined && file !== "") return file;
  throw new UsageError(
    "Cannot write for GitHub: GITHUB_ENV is not set, so this is not a GitHub Actions job step",
    { hint: "Add --output-file FILE" },
  );
}

/** Warns of variables that the format cannot unset. */
function warnOfVariables(
  unset: readonly string[],
  format: VariableFormat,
  writer: Writer,
  context: CliContext,
): void {
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
