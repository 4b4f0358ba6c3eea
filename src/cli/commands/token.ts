import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { issuePlanned, tokenTarget } from "../../app/targets/token_target.ts";
import type { Target } from "../../domain/login/target.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import { loginOptions } from "../command/login_options.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

/** `atmos-ecr token` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [host = ""] = io.operands;
  const options = io.options<TokenOptions>();
  const { writer } = io;
  const how = loginOptions(io, context);
  const registry = parseRegistry(host);
  const plan = await tokenTarget(registry, options, selectionPorts(io, context));
  writer.configuration(plan.files, plan.problems, plan.logsLevel);
  for (const note of plan.notes) writer.warning(note);
  const token = await issuePlanned(plan, {
    issuer: await context.issuer(how, writer),
    deadlines: context.deadlines,
  });
  show(token, plan.target, writer);
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
