import type { Command } from "commander";
import { askUserKeys } from "../../app/auth/ask_user_keys.ts";
import { configureUser, type KeyPlace, requireKeyPlace } from "../../app/auth/configure_user.ts";
import { selectUser } from "../../app/auth/select_user.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addIdentityOption, namedIdentity } from "../command/identity_options.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth user configure builder", "asks for the keys, tests them, and keeps them in the keyring"],
  ["atmos-ecr auth user configure builder --aws-profile-file", "in ~/.aws/credentials, profile builder"],
  [
    "print-secret | atmos-ecr auth user configure builder --access-key-id AKIA…",
    "without a terminal: the secret on standard input",
  ],
];

/** Options of `auth user configure`. */
interface ConfigureOptions {
  readonly accessKeyId?: string;
  readonly mfaArn?: string;
  readonly sessionDuration?: string;
  readonly awsProfileFile?: true;
}

/** `atmos-ecr auth user` with its command. */
export function addAuthUserCommands(group: Command, context: CliContext): void {
  const user = addExamples(group.command("user"), EXAMPLES)
    .summary("keep the access keys of IAM users")
    .description("Keeps the access keys of identities of kind aws/user.");
  const command = addExamples(user.command("configure"), EXAMPLES)
    .summary("ask for the access keys of a user, test them, and keep them")
    .description(
      "Asks for the access keys of an identity of kind aws/user, lets AWS say whose they are, and keeps them in the keyring that " +
        "auth.keyring names, where Atmos finds them, too. What was got with older keys is forgotten. Keys that AWS does not take change nothing.",
    )
    .argument("[identity]", "the identity; the only aws/user, or one that you choose, when absent");
  addIdentityOption(command)
    .option(
      "--access-key-id <id>",
      "the access key id; without a terminal the secret is read from standard input",
    )
    .option("--mfa-arn <arn>", "the MFA device of the user, kept with the keys")
    .option("--session-duration <duration>", "how long sessions last, 12h when absent, kept with the keys")
    .option(
      "--aws-profile-file",
      "keep them in the profile of the identity's name in the AWS credentials file",
    )
    .action(async (argument: string | undefined, options: ConfigureOptions, command: Command) => {
      const writer = new Writer(context, command);
      const selected = await selectUser(namedIdentity(argument, command), selectionPorts(command, context));
      const { user, loaded } = selected;
      writer.configuration(loaded.files, loaded.problems, loaded.config.logsLevel?.value);
      const place: KeyPlace = options.awsProfileFile === true ? "profile" : "keyring";
      requireDetailsFit(options, place);
      const side = context.authSide(writer);
      const stores = side.userKeys();
      await requireKeyPlace(selected, place, stores);
      const keys = await askUserKeys(user.name, options, {
        prompter: context.prompter,
        secretLine: side.secretLine,
        details: place === "keyring",
      });
      // The SDK is loaded with it.
      await context.issuer(undefined, writer);
      const { caller, place: kept } = await configureUser(selected, { keys, place }, {
        ...stores,
        callers: side.callers(),
        sessions: side.sessions,
        cache: context.helperCache().cache,
        deadlines: context.deadlines,
      });
      if (writer.json) {
        const { account, arn: principal } = caller;
        return writer.data({
          identity: user.name,
          access_key_id: keys.accessKeyId,
          account,
          principal,
          place: kept,
        });
      }
      writer.words(
        `${writer.styles("success", "✓")} Kept the keys of ${escapeText(user.name)} in ${kept}\n` +
          `  They belong to ${escapeText(caller.arn)}\n`,
      );
    });
}

/** @throws {UsageError} `USAGE` for what an AWS file has no place for that a login would read. */
function requireDetailsFit({ mfaArn, sessionDuration }: ConfigureOptions, place: KeyPlace): void {
  if (place === "keyring") return;
  const flag = mfaArn !== undefined
    ? "--mfa-arn"
    : sessionDuration !== undefined
    ? "--session-duration"
    : undefined;
  if (flag === undefined) return;
  throw new UsageError(
    `Cannot combine ${flag} with --aws-profile-file: a profile does not keep it for a login`,
    {
      hint: "Write mfa_arn or session.duration in the identity of atmos.yaml",
    },
  );
}
