import type { Command } from "commander";
import { openSession } from "../../app/auth/open_session.ts";
import { provisionIdentity, type ProvisionResult } from "../../app/auth/provision.ts";
import { selectIdentity } from "../../app/auth/select_identity.ts";
import { accountOfChain, regionOfChain } from "../../domain/identity/chain_facts.ts";
import type { CliContext } from "../context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption, addLoginOptions, loginOptions, namedIdentity } from "../identity_options.ts";
import { provisionsJson, showProvisions } from "../output/provisions.ts";
import { sessionJson, type SessionSummary, sessionText } from "../output/sessions.ts";
import { selectionPorts } from "../selection_options.ts";
import { Writer } from "../writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth login", "the default identity, or one that you choose"],
  ["atmos-ecr auth login dev-admin", "this one, and Docker in to its registries"],
  ["atmos-ecr auth login --device", "without a browser on this machine"],
];

/** `atmos-ecr auth login` */
export function addAuthLoginCommand(group: Command, context: CliContext): void {
  const command = addExamples(group.command("login"), EXAMPLES)
    .summary("log in to an identity")
    .description(
      "Logs in to an identity, and Docker in to the registries of the integrations that are linked to it, unless they say auto_provision: " +
        "false. A session that lasts is used again. What goes wrong with a registry is a warning.",
    )
    .argument("[identity]", "the identity");
  addLoginOptions(addIdentityOption(command))
    .action(async (argument: string | undefined, _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const ports = selectionPorts(command, context);
      const selected = await selectIdentity(namedIdentity(argument, command), ports);
      const { identity, chain, loaded, problems } = selected;
      writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
      const { deadlines } = context;
      const issuer = await context.issuer(loginOptions(command, context), writer);
      const { credentials } = await openSession(selected, {
        issuer,
        deadlines,
        sessions: context.authSide(writer).sessions,
      });
      const summary: SessionSummary = {
        realm: loaded.config.realm.value,
        provider: chain.provider?.name,
        identity: identity.name,
        account: accountOfChain(chain),
        region: regionOfChain(chain) ?? credentials.region,
        expiresAt: credentials.expiresAt,
      };
      if (!writer.json) writer.words(sessionText(summary, context.clock(), writer.styles));
      const results = await provisionIdentity(identity.name, { loaded, selection: ports.configSelection }, {
        issuer,
        deadlines,
        docker: () => context.docker(),
        helper: context.helperCache(),
        progress: writer.quiet ? undefined : context.progress,
      });
      showLogin(summary, results, { context, writer });
    });
}

/** Says what became of the registries, and in JSON everything. */
function showLogin(
  summary: SessionSummary,
  results: readonly ProvisionResult[],
  { context, writer }: { readonly context: CliContext; readonly writer: Writer },
): void {
  if (writer.json) return writer.data({ ...sessionJson(summary), registries: provisionsJson(results) });
  showProvisions(results, context.clock(), writer);
}
