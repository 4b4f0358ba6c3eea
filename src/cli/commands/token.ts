import { issuePlanned, tokenTarget } from "../../app/targets/token_target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { loginOptions } from "../command/login_options.ts";
import { selectionPorts } from "../command/selection.ts";

interface TokenOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
}

/** `atmos-ecr token` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer, operands: [host = ""] } = io;
  const how = loginOptions(io, context);
  const plan = await tokenTarget(
    parseRegistry(host),
    io.options<TokenOptions>(),
    selectionPorts(io, context),
  );
  writer.configuration(plan);
  const { username, password, expiresAt } = await issuePlanned(plan, {
    issuer: await context.issuer(how, writer),
    deadlines: context.deadlines,
  });
  if (!writer.json) return writer.text(`${password.expose()}\n`);
  const { registry, identity = null, awsProfile } = plan.target;
  writer.data({
    registry: registry.host,
    identity,
    ...(awsProfile === undefined ? {} : { aws_profile: awsProfile }),
    username,
    password: password.expose(),
    expires_at: awsTimeText(expiresAt),
  });
}
