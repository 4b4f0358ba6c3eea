import type { Command } from "commander";
import { loginToProvider, type SelectedProvider, selectProvider } from "../../app/auth/login_provider.ts";
import { openSession } from "../../app/auth/open_session.ts";
import {
  provisionIdentity,
  type ProvisionPorts,
  provisionProvider,
  type ProvisionResult,
} from "../../app/auth/provision.ts";
import type { SelectedIdentity } from "../../app/auth/select_identity.ts";
import { selectLogin } from "../../app/auth/select_login.ts";
import { strayIntegrations } from "../../domain/login/stray_integrations.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { accountOfChain, regionOfChain } from "../../domain/identity/chain_facts.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption, namedIdentity } from "../command/identity_options.ts";
import { addLoginOptions, loginOptions } from "../command/login_options.ts";
import { provisionsJson, showProvisions } from "../output/provisions.ts";
import { sessionJson, type SessionSummary, sessionText } from "../output/sessions.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth login", "the default identity, or one that you choose; without identities the provider"],
  ["atmos-ecr auth login dev-admin", "this one, and Docker in to its registries"],
  ["atmos-ecr auth login --provider acme-sso", "IAM Identity Center alone"],
  ["atmos-ecr auth login --device", "without a browser on this machine"],
];

/** What a login needs of its command. */
interface LoginRun {
  readonly command: Command;
  readonly context: CliContext;
  readonly writer: Writer;
}

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
    .option("--provider <name>", "a provider alone, and the integrations that are linked to it")
    .action(
      async (argument: string | undefined, options: { readonly provider?: string }, command: Command) => {
        const run = { command, context, writer: new Writer(context, command) };
        const identity = namedIdentity(argument, command);
        if (options.provider === undefined) return await logInToWhatIsMeant(identity, run);
        if (identity === undefined) {
          const selected = await selectProvider(options.provider, selectionPorts(command, context));
          return await logInToProvider(selected, run);
        }
        throw new UsageError("Cannot combine an identity with --provider", { hint: "Give one of the two" });
      },
    );
}

async function logInToWhatIsMeant(name: string | true | undefined, run: LoginRun): Promise<void> {
  const login = await selectLogin(name, selectionPorts(run.command, run.context));
  return login.kind === "identity"
    ? await logInToIdentity(login.selected, run)
    : await logInToProvider(login.selected, run);
}

async function logInToIdentity(selected: SelectedIdentity, run: LoginRun): Promise<void> {
  const { context, writer } = run;
  const { identity, chain, loaded, configSelection, problems } = selected;
  writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
  writer.problems(strayIntegrations(loaded.auth));
  const ports = await provisionPorts(run);
  const { credentials } = await openSession(selected, {
    ...ports,
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
  await showLogin(
    summary,
    () => provisionIdentity(identity.name, { loaded, selection: configSelection }, ports),
    run,
  );
}

async function logInToProvider(selected: SelectedProvider, run: LoginRun): Promise<void> {
  const { writer } = run;
  const { provider, loaded, configSelection, problems } = selected;
  writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
  writer.problems(strayIntegrations(loaded.auth));
  const ports = await provisionPorts(run);
  const expiresAt = await loginToProvider(selected, ports);
  const summary: SessionSummary = {
    realm: loaded.config.realm.value,
    provider: provider.name,
    region: provider.fields.get("region")?.value,
    expiresAt,
  };
  await showLogin(
    summary,
    () => provisionProvider(provider.name, { loaded, selection: configSelection }, ports),
    run,
  );
}

async function provisionPorts({ command, context, writer }: LoginRun): Promise<ProvisionPorts> {
  return {
    issuer: await context.issuer({ ...loginOptions(command, context), provisionIdentities: true }, writer),
    deadlines: context.deadlines,
    docker: () => context.docker(),
    helper: context.helperCache(),
    progress: writer.progress,
  };
}

/** Says who is logged in, runs the integrations, and says what became of them; in JSON all of it at once. */
async function showLogin(
  summary: SessionSummary,
  provision: () => Promise<readonly ProvisionResult[]>,
  { context, writer }: LoginRun,
): Promise<void> {
  if (!writer.json) writer.words(sessionText(summary, context.clock(), writer.styles));
  const results = await provision();
  if (writer.json) return writer.data({ ...sessionJson(summary), registries: provisionsJson(results) });
  showProvisions(results, context.clock(), writer);
}
