import type { Command } from "commander";
import { whoAmI } from "../../app/auth/who_am_i.ts";
import { selectIdentity } from "../../app/auth/select_identity.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption, namedIdentity } from "../command/identity_options.ts";
import { loginOptions } from "../command/login_options.ts";
import { formatExpiry } from "../output/durations.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth whoami", "the default identity"],
  ["atmos-ecr auth whoami -i dev-admin -o json", "for scripts"],
];

/** `atmos-ecr auth whoami` */
export function addAuthWhoamiCommand(group: Command, context: CliContext): void {
  addIdentityOption(addExamples(group.command("whoami"), EXAMPLES))
    .summary("show who an identity is to AWS")
    .description(
      "Asks AWS who an identity is. A session that lasts is used, one that can be renewed is, and nobody is asked anything: where a person " +
        "has to log in, it exits with 4. No integration runs.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const selected = await selectIdentity(
        namedIdentity(undefined, command),
        selectionPorts(command, context),
      );
      const { identity, loaded, problems } = selected;
      writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
      const { account, arn, expiresAt } = await whoAmI(selected, {
        issuer: await context.issuer({ ...loginOptions(command, context), silent: true }, writer),
        sessions: context.authSide(writer).sessions,
        callers: context.authSide(writer).callers(),
        deadlines: context.deadlines,
      });
      if (writer.json) {
        return writer.data({
          realm: loaded.config.realm.value,
          identity: identity.name,
          account,
          principal: arn,
          expiration: awsTimeText(expiresAt),
        });
      }
      const rows = [
        ["Realm", loaded.config.realm.value],
        ["Identity", identity.name],
        ["Account", account],
        ["Principal", arn],
        ["Expires", expiresAt === undefined ? "never" : formatExpiry(expiresAt, context.clock())],
      ] as const;
      writer.table(rows.map(([name, value]) => [{ text: name, meaning: "name" }, escapeText(value)]));
    });
}
