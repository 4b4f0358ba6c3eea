import { beginSession } from "../../app/auth/open_session.ts";
import {
  expectRegistries,
  provisionIdentity,
  type ProvisionPorts,
  provisionProvider,
  type ProvisionResult,
} from "../../app/auth/provision.ts";
import { type SelectedIdentity, selectIdentity } from "../../app/auth/select_identity.ts";
import {
  loginToProvider,
  type SelectedProvider,
  selectLogin,
  selectProvider,
} from "../../app/auth/select_login.ts";
import { callerOf } from "../../app/auth/who_am_i.ts";
import type { LoadedAuth } from "../../app/config/load_auth.ts";
import { asExpectedError } from "../../app/expected_error.ts";
import { preferredIdentity } from "../../app/targets/choose_identity.ts";
import { requireAuthOrProfile } from "../../app/targets/choose_profile.ts";
import { requireTagged, splitTags } from "../../domain/auth/model/filter_entries.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { regionOfChain } from "../../domain/identity/chain_partition.ts";
import { type Ending, exitCodeOf } from "../../domain/login/outcome.ts";
import { strayIntegrations } from "../../domain/login/stray_integrations.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { loginOptions, provisionPorts } from "../command/login_options.ts";
import { namedIdentity, selectionPorts } from "../command/selection.ts";
import { errorJson, errorText } from "../output/errors.ts";
import { provisionsJson, showProvisions } from "../output/outcomes.ts";
import { sessionJson, type SessionSummary, sessionText } from "../output/sessions.ts";

interface LoginCommandOptions {
  readonly provider?: string;
  readonly tags?: string;
  readonly force?: true;
}

interface LoginRun {
  readonly io: CommandIo;
  readonly context: CliContext;
  /** Whether to create a new session even if the stored one is valid. */
  readonly fresh: boolean;
}

/** `atmos-ecr auth login` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { provider, tags, force } = io.options<LoginCommandOptions>();
  const run = { io, context, fresh: force === true };
  if (run.fresh && provider !== undefined) {
    throw new UsageError("Cannot combine --force with --provider", {
      hint: "To log in to a provider again, log out of it first: `atmos-ecr auth logout --provider NAME`",
    });
  }
  const identity = namedIdentity(io.operands[0], io);
  if (tags !== undefined && (identity !== undefined || provider !== undefined)) {
    throw exclusive("--tags with an identity or --provider");
  }
  if (tags !== undefined) return await logInByTags(splitTags(tags), run);
  if (identity !== undefined && provider !== undefined) throw exclusive("an identity with --provider");
  const ports = selectionPorts(io, context);
  const login = provider === undefined
    ? await selectLogin(identity, ports)
    : { kind: "provider" as const, selected: await selectProvider(provider, ports) };
  const result = login.kind === "identity"
    ? await logInToIdentity(login.selected, run)
    : await logInToProvider(login.selected, run);
  if (io.writer.json) io.writer.data(result);
}

function exclusive(words: string): UsageError {
  return new UsageError(`Cannot combine ${words}`, { hint: "Use only one of them" });
}

/** Logs in to every entry with one of some tags, one after another; a failure does not stop the others. @returns The exit code. */
async function logInByTags(tags: readonly string[], run: LoginRun): Promise<number> {
  const { io: { writer } } = run;
  const ports = selectionPorts(run.io, run.context);
  const loaded = await requireAuthOrProfile({}, ports);
  const { identities, providers } = requireTagged(loaded.auth, tags);
  const shared = { ...ports, configSelection: loaded.selection };
  const kind = identities.length > 0 ? "identity" : "provider";
  const endings: Ending[] = [];
  const results: unknown[] = [];
  for (const name of kind === "identity" ? identities : providers) {
    try {
      results.push(
        kind === "identity"
          ? await logInToIdentity(await selectIdentity(name, shared), run)
          : await logInToProvider(await selectProvider(name, shared), run),
      );
      endings.push({ status: "ok" });
    } catch (cause) {
      const error = asExpectedError(cause);
      endings.push({ status: "failed", error });
      results.push({ [kind]: name, error: errorJson(error) });
      if (!writer.json) writer.error(`${escapeText(name)}: ${errorText(error, writer.styles)}`);
    }
  }
  if (writer.json) writer.data({ logins: results });
  return exitCodeOf(endings);
}

async function logInToIdentity(selected: SelectedIdentity, run: LoginRun): Promise<object> {
  const { io: { writer }, context, fresh } = run;
  const { identity, chain, loaded, problems } = selected;
  const ports = await portsOf({ ...loaded, problems }, run);
  const { sessions, callers } = await context.authDependencies(writer);
  expectRegistries(identity.name, loaded, ports);
  const session = await beginSession(selected, { ...ports, sessions }, { fresh });
  const { credentials } = session;
  const summarize = async (): Promise<SessionSummary> => {
    await session.stored;
    // Account and principal come from the session, not from the configuration.
    const caller = writer.quiet && !writer.json
      ? undefined
      : await callerOf(selected, credentials, { ...ports, sessions, callers: callers() });
    return {
      realm: loaded.config.realm.value,
      provider: chain.provider?.name,
      identity: identity.name,
      account: caller?.account,
      principal: caller?.arn,
      region: regionOfChain(chain) ?? credentials.region,
      expiresAt: caller?.expiresAt ?? credentials.expiresAt,
    };
  };
  const shown = showSession(summarize, run);
  // AWS may reject a session of an earlier run, whose renewal may prompt: the login is shown before.
  if (session.reused) await shown;
  return await showLogin(shown, provisionIdentity(identity.name, loaded, { ...ports, before: shown }), run);
}

async function logInToProvider(selected: SelectedProvider, run: LoginRun): Promise<object> {
  const { provider, loaded } = selected;
  const ports = await portsOf(loaded, run);
  const expiresAt = await loginToProvider(selected, ports);
  const summary: SessionSummary = {
    realm: loaded.config.realm.value,
    provider: provider.name,
    region: provider.fields.get("region")?.value,
    expiresAt,
  };
  const shown = showSession(() => Promise.resolve(summary), run);
  await shown;
  const preferred = preferredIdentity(loaded, selectionPorts(run.io, run.context));
  return await showLogin(
    shown,
    provisionProvider({ provider: provider.name, preferred }, loaded, ports),
    run,
  );
}

/** Shows the problems of the configuration, and returns the dependencies of the login. */
async function portsOf(loaded: LoadedAuth, { io, context }: LoginRun): Promise<ProvisionPorts> {
  io.writer.configuration(loaded);
  io.writer.problems(strayIntegrations(loaded.auth));
  return await provisionPorts(io, context, { ...loginOptions(io, context), provisionIdentities: true });
}

/** Shows the login, as soon as there is a summary of it. */
async function showSession(
  summarize: () => Promise<SessionSummary>,
  { io: { writer }, context }: LoginRun,
): Promise<SessionSummary> {
  const summary = await summarize();
  if (!writer.json) writer.info(sessionText(summary, context.clock(), writer.styles));
  return summary;
}

/** Waits for the login and for its integrations, and shows their results. @returns All of it as JSON. */
async function showLogin(
  shown: Promise<SessionSummary>,
  provisioned: Promise<readonly ProvisionResult[]>,
  { io: { writer }, context }: LoginRun,
): Promise<object> {
  // Neither is left running when the other has failed.
  await Promise.allSettled([shown, provisioned]);
  const summary = await shown;
  const results = await provisioned;
  if (!writer.json) showProvisions(results, context.clock(), writer);
  return { ...sessionJson(summary), registries: provisionsJson(results) };
}
