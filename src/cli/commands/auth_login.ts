import type { CommandIo, ExitCode } from "../command/define_command.ts";
import {
  loginToProvider,
  type SelectedProvider,
  selectLogin,
  selectProvider,
} from "../../app/auth/select_login.ts";
import { openSession } from "../../app/auth/open_session.ts";
import { callerOf } from "../../app/auth/who_am_i.ts";
import {
  provisionIdentity,
  type ProvisionPorts,
  provisionProvider,
  type ProvisionResult,
} from "../../app/auth/provision.ts";
import { type SelectedIdentity, selectIdentity } from "../../app/auth/select_identity.ts";
import { strayIntegrations } from "../../domain/login/integration_targets.ts";
import { requireTagged, splitTags } from "../../domain/auth/model/filter_entries.ts";
import { type Ending, exitCodeOf } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { asExpectedError } from "../../app/expected_error.ts";
import { requireAuthOrProfile } from "../../app/targets/choose_profile.ts";
import { errorJson, errorText } from "../output/errors.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { regionOfChain } from "../../domain/identity/chain_partition.ts";
import type { CliContext } from "../command/context.ts";
import { namedIdentity } from "../command/identity_options.ts";
import { loginOptions } from "../command/login_options.ts";
import { provisionsJson, showProvisions } from "../output/provisions.ts";
import { sessionJson, type SessionSummary, sessionText } from "../output/sessions.ts";
import { selectionPorts } from "../command/selection_options.ts";

/** Options of `auth login` alone. */
interface LoginCommandOptions {
  readonly provider?: string;
  readonly tags?: string;
  readonly force?: true;
}

/** What a login needs from its command. */
interface LoginRun {
  readonly io: CommandIo;
  readonly context: CliContext;
  /** Whether to create a new session even if the stored one is valid. */
  readonly fresh: boolean;
}

/** `atmos-ecr auth login` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [argument] = io.operands;
  const options = io.options<LoginCommandOptions>();
  const fresh = options.force === true;
  const run = { io, context, fresh };
  if (fresh && options.provider !== undefined) {
    throw new UsageError("Cannot combine --force with --provider", {
      hint: "To log in to a provider again, log out of it first: `atmos-ecr auth logout --provider NAME`",
    });
  }
  const identity = namedIdentity(argument, io);
  if (options.tags !== undefined) {
    if (identity !== undefined || options.provider !== undefined) {
      throw new UsageError("Cannot combine --tags with an identity or --provider", {
        hint: "Use only one of them",
      });
    }
    return await logInByTags(splitTags(options.tags), run);
  }
  if (options.provider === undefined) return await logInToWhatIsMeant(identity, run);
  if (identity === undefined) {
    const selected = await selectProvider(options.provider, selectionPorts(io, context));
    return printJson(await logInToProvider(selected, run), run);
  }
  throw new UsageError("Cannot combine an identity with --provider", { hint: "Use only one of them" });
}

async function logInToWhatIsMeant(name: string | true | undefined, run: LoginRun): Promise<void> {
  const login = await selectLogin(name, selectionPorts(run.io, run.context));
  const result = login.kind === "identity"
    ? await logInToIdentity(login.selected, run)
    : await logInToProvider(login.selected, run);
  printJson(result, run);
}

/** Logs in to every entry with one of some tags, one after another; a failure does not stop the others. @returns The exit code. */
async function logInByTags(tags: readonly string[], run: LoginRun): Promise<number> {
  const { io, context } = run;
  const { writer } = io;
  const ports = selectionPorts(io, context);
  const loaded = await requireAuthOrProfile({}, ports);
  const { identities, providers } = requireTagged(loaded.auth, tags);
  const shared = { ...ports, configSelection: loaded.selection };
  const logins = identities.length > 0
    ? identities.map((name) => async () => await logInToIdentity(await selectIdentity(name, shared), run))
    : providers.map((name) => async () => await logInToProvider(await selectProvider(name, shared), run));
  const names = identities.length > 0 ? identities : providers;
  const endings: Ending[] = [];
  const results: unknown[] = [];
  for (const [index, logIn] of logins.entries()) {
    try {
      results.push(await logIn());
      endings.push({ status: "ok" });
    } catch (cause) {
      const error = asExpectedError(cause);
      endings.push({ status: "failed", error });
      const name = names[index] ?? "";
      results.push({ [identities.length > 0 ? "identity" : "provider"]: name, error: errorJson(error) });
      if (!writer.json) writer.error(`${escapeText(name)}: ${errorText(error, writer.styles)}`);
    }
  }
  if (writer.json) writer.data({ logins: results });
  return exitCodeOf(endings);
}

async function logInToIdentity(selected: SelectedIdentity, run: LoginRun): Promise<object> {
  const { io: { writer }, context, fresh } = run;
  const { identity, chain, loaded, problems } = selected;
  writer.configuration(loaded.files, problems, loaded.config.logsLevel?.value);
  writer.problems(strayIntegrations(loaded.auth));
  const ports = await provisionPorts(run);
  const { sessions, callers } = await context.authDependencies(writer);
  const { credentials } = await openSession(selected, { ...ports, sessions }, { fresh });
  // Account and principal come from the session, not from the configuration.
  const caller = writer.quiet && !writer.json
    ? undefined
    : await callerOf(selected, credentials, { ...ports, sessions, callers: callers() });
  const summary: SessionSummary = {
    realm: loaded.config.realm.value,
    provider: chain.provider?.name,
    identity: identity.name,
    account: caller?.account,
    principal: caller?.arn,
    region: regionOfChain(chain) ?? credentials.region,
    expiresAt: caller?.expiresAt ?? credentials.expiresAt,
  };
  return await showLogin(
    summary,
    () => provisionIdentity(identity.name, loaded, ports),
    run,
  );
}

async function logInToProvider(selected: SelectedProvider, run: LoginRun): Promise<object> {
  const { writer } = run.io;
  const { provider, loaded } = selected;
  writer.configuration(loaded.files, loaded.problems, loaded.config.logsLevel?.value);
  writer.problems(strayIntegrations(loaded.auth));
  const ports = await provisionPorts(run);
  const expiresAt = await loginToProvider(selected, ports);
  const summary: SessionSummary = {
    realm: loaded.config.realm.value,
    provider: provider.name,
    region: provider.fields.get("region")?.value,
    expiresAt,
  };
  return await showLogin(
    summary,
    () => provisionProvider(provider.name, loaded, ports),
    run,
  );
}

async function provisionPorts({ io, context }: LoginRun): Promise<ProvisionPorts> {
  return {
    issuer: await context.issuer({ ...loginOptions(io, context), provisionIdentities: true }, io.writer),
    deadlines: context.deadlines,
    docker: await context.docker(),
    helper: await context.helperCache(),
    progress: io.writer.progress,
  };
}

function printJson(result: object, { io: { writer } }: LoginRun): void {
  if (writer.json) writer.data(result);
}

/** Shows the login, runs the integrations, and shows their results. @returns All of it as JSON. */
async function showLogin(
  summary: SessionSummary,
  provision: () => Promise<readonly ProvisionResult[]>,
  { io: { writer }, context }: LoginRun,
): Promise<object> {
  if (!writer.json) writer.info(sessionText(summary, context.clock(), writer.styles));
  const results = await provision();
  if (!writer.json) showProvisions(results, context.clock(), writer);
  return { ...sessionJson(summary), registries: provisionsJson(results) };
}
