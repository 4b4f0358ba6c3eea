import { whoAmI } from "../../app/auth/who_am_i.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { loginOptions } from "../command/login_options.ts";
import { selectedIdentity } from "../command/selection.ts";
import { formatExpiry } from "../output/durations.ts";

/** `atmos-ecr auth whoami` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const selected = await selectedIdentity(io, context);
  const { identity, loaded } = selected;
  const { sessions, callers } = await context.authDependencies(writer);
  const { account, arn, expiresAt } = await whoAmI(selected, {
    issuer: await context.issuer({ ...loginOptions(io, context), silent: true }, writer),
    sessions,
    callers: callers(),
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
  writer.facts([
    ["Realm", loaded.config.realm.value],
    ["Identity", identity.name],
    ["Account", account],
    ["Principal", arn],
    ["Expires", expiresAt === undefined ? "never" : formatExpiry(expiresAt, context.clock())],
  ]);
}
