import { askUserKeys } from "../../app/auth/ask_user_keys.ts";
import { configureUser, type KeyPlace, requireKeyPlace } from "../../app/auth/configure_user.ts";
import { selectUser } from "../../app/auth/select_user.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { namedIdentity, selectionPorts } from "../command/selection.ts";
import { doneLine } from "../output/result_lines.ts";

interface ConfigureOptions {
  readonly accessKeyId?: string;
  readonly mfaArn?: string;
  readonly sessionDuration?: string;
  readonly awsProfileFile?: true;
}

/** `atmos-ecr auth user` with its command. */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer, operands: [argument] } = io;
  const options = io.options<ConfigureOptions>();
  const selected = await selectUser(namedIdentity(argument, io), selectionPorts(io, context));
  const { user, loaded } = selected;
  writer.configuration(loaded);
  const place: KeyPlace = options.awsProfileFile === true ? "profile" : "keyring";
  requireDetailsFit(options, place);
  const side = await context.authDependencies(writer);
  const stores = side.userKeys();
  await requireKeyPlace(selected, place, stores);
  const keys = await askUserKeys(user.name, options, {
    prompter: context.prompter,
    secretLine: side.secretLine,
    details: place === "keyring",
  });
  // It loads the SDK.
  await context.issuer(undefined, writer);
  const { caller, place: kept } = await configureUser(selected, { keys, place }, {
    ...stores,
    callers: side.callers(),
    sessions: side.sessions,
    cache: (await context.helperCache()).cache,
    deadlines: context.deadlines,
  });
  if (writer.json) {
    return writer.data({
      identity: user.name,
      access_key_id: keys.accessKeyId,
      account: caller.account,
      principal: caller.arn,
      place: kept,
    });
  }
  writer.info(
    doneLine(`Stored the keys of ${escapeText(user.name)} in ${escapeText(kept)}`, writer.styles) +
      `  They belong to ${escapeText(caller.arn)}\n`,
  );
}

/** @throws {UsageError} `USAGE` for details that an AWS file cannot store in a way that a login would read. */
function requireDetailsFit({ mfaArn, sessionDuration }: ConfigureOptions, place: KeyPlace): void {
  if (place === "keyring") return;
  const flag = mfaArn !== undefined
    ? "--mfa-arn"
    : sessionDuration !== undefined
    ? "--session-duration"
    : undefined;
  if (flag === undefined) return;
  throw new UsageError(
    `Cannot combine ${flag} with --aws-profile-file: an AWS profile cannot store it`,
    { hint: "Set mfa_arn or session.duration of the identity in atmos.yaml" },
  );
}
