import type { Command } from "commander";
import { chooseIdentity } from "../../app/targets/choose_identity.ts";
import { issueProfileToken, issueToken, tokenTarget } from "../../app/login/issue_token.ts";
import { pinnedTarget } from "../../app/targets/pinned_target.ts";
import { loadAuth } from "../../app/config/load_auth.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { Target } from "../../domain/login/target.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { addLoginOptions, loginOptions } from "../command/login_options.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  [
    "atmos-ecr token 123456789012.dkr.ecr.eu-west-1.amazonaws.com | docker login -u AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    "",
  ],
];

/** `atmos-ecr token` */
export function addTokenCommand(program: Command, context: CliContext): void {
  addExamples(addLoginOptions(program.command("token")), EXAMPLES)
    .summary("print a registry's password")
    .description(
      "Prints the password of a registry, and nothing else, on standard output. The identity is the one given, else the one that " +
        "atmos.yaml links to the registry, else the environment's credentials. The user name is AWS.",
    )
    .argument("<host>", "the host of the registry")
    .option("-i, --identity [name]", "the identity to use; without a name, choose one")
    .option("--aws-profile <name>", "use the credentials of this profile of the AWS files")
    .action(async (host: string, options: TokenOptions, command: Command) => {
      const writer = new Writer(context, command);
      const how = loginOptions(command, context);
      const registry = parseRegistry(host);
      const { awsProfile } = options;
      if (awsProfile !== undefined) {
        if (options.identity !== undefined) {
          throw new UsageError("Cannot combine --identity with --aws-profile", {
            hint: "Give one of the two",
          });
        }
        const issuer = await context.issuer(how, writer);
        const token = await issueProfileToken(registry, awsProfile, { issuer, deadlines: context.deadlines });
        return show(token, { registry, awsProfile }, writer);
      }
      const loaded = await loadAuth(context.configurations(), configSelection(globalOptions(command)));
      const identity = options.identity === undefined ? undefined : await chooseIdentity(options.identity, {
        auth: loaded.auth,
        prompter: context.prompter,
        variable: undefined,
      });
      const { target, problems, notes } = tokenTarget(loaded.auth, registry, identity);
      writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
      for (const note of notes) writer.warning(note);
      if (target.identity === undefined) {
        const pinned = await pinnedTarget(registry, context.helperSide());
        if (pinned !== undefined) {
          writer.warning(pinned.note);
          const ports = { issuer: await context.issuer(how, writer), deadlines: context.deadlines };
          const { awsProfile: profile } = pinned.target;
          const token = profile === undefined
            ? await issueToken(pinned.target, pinned.loaded ?? loaded, ports)
            : await issueProfileToken(registry, profile, ports);
          return show(token, pinned.target, writer);
        }
      }
      const token = await issueToken(target, loaded, {
        issuer: await context.issuer(how, writer),
        deadlines: context.deadlines,
      });
      show(token, target, writer);
    });
}

interface TokenOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
}

function show(token: EcrToken, { registry, identity, awsProfile }: Target, writer: Writer): void {
  if (!writer.json) return writer.text(`${token.password.expose()}\n`);
  writer.data({
    registry: registry.host,
    identity: identity ?? null,
    ...(awsProfile === undefined ? {} : { aws_profile: awsProfile }),
    username: token.username,
    password: token.password.expose(),
    expires_at: token.expiresAt.toISOString(),
  });
}
