import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { whoAmI } from "../../app/auth/who_am_i.ts";
import { selectIdentity } from "../../app/auth/select_identity.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { namedIdentity } from "../command/identity_options.ts";
import { loginOptions } from "../command/login_options.ts";
import { formatExpiry } from "../output/durations.ts";
import { selectionPorts } from "../command/selection_options.ts";

/** `atmos-ecr auth whoami` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const selected = await selectIdentity(
    namedIdentity(undefined, io),
    selectionPorts(io, context),
  );
  const { identity, loaded, problems } = selected;
  writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
  const { account, arn, expiresAt } = await whoAmI(selected, {
    issuer: await context.issuer({ ...loginOptions(io, context), silent: true }, writer),
    sessions: (await context.authDependencies(writer)).sessions,
    callers: (await context.authDependencies(writer)).callers(),
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
}
