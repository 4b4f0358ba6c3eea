import type { Command } from "commander";
import { issuePlanned, planToken } from "../../app/targets/registry_token.ts";
import type { Target } from "../../domain/login/target.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addLoginOptions, loginOptions } from "../command/login_options.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

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
      const plan = await planToken(registry, options, selectionPorts(command, context));
      writer.configuration(plan.files, plan.problems, plan.logsLevel);
      for (const note of plan.notes) writer.warning(note);
      const token = await issuePlanned(plan, {
        issuer: await context.issuer(how, writer),
        deadlines: context.deadlines,
      });
      show(token, plan.target, writer);
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
    expires_at: awsTimeText(token.expiresAt),
  });
}
