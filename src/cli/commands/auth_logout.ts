import { chooseLogout } from "../../app/auth/choose_logout.ts";
import { keptKeys, logOut, previewLogout } from "../../app/auth/log_out.ts";
import { identitiesOf, type LogoutPlan, type LogoutScope, planLogout } from "../../app/auth/plan_logout.ts";
import { loadAuth, type LoadedAuth, requireAuth, withIdentities } from "../../app/config/load_auth.ts";
import { chooseIdentity, identityChoice, namedByVariable } from "../../app/targets/choose_identity.ts";
import type { SelectionPorts } from "../../app/targets/selection.ts";
import { requireTagged, splitTags } from "../../domain/auth/model/filter_entries.ts";
import { CancelledError, UsageError } from "../../domain/errors/errors.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { namedIdentity, selectionPorts } from "../command/selection.ts";
import { removalJson, removalOutcomeJson, removalOutcomesText, removalText } from "../output/removals.ts";

interface LogoutOptions {
  readonly provider?: string;
  readonly tags?: string;
  readonly all?: true;
  readonly allRealms?: true;
  readonly keychain?: true;
  readonly force?: true;
  readonly dryRun?: true;
}

/** `atmos-ecr auth logout` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer, operands: [argument] } = io;
  const options = io.options<LogoutOptions>();
  const named = namedIdentity(argument, io);
  checkScope(named, options);
  const plan = await planOf(named, options, io, context);
  writer.warnings(plan.notes);
  const side = await context.authDependencies(writer);
  const ports = {
    ...side,
    keyring: side.userKeys().keyring,
    keychain: options.keychain === true,
    deadlines: context.deadlines,
    clock: context.clock,
    notes: writer,
    docker: await context.docker(),
    cache: (await context.helperCache()).cache,
  };
  const realms = options.allRealms === true ? side.allSessions : undefined;
  if (options.dryRun === true) {
    const removals = await previewLogout(plan, ports, realms);
    if (writer.json) return writer.data({ dry_run: true, removed: removals.map(removalJson) });
    writer.info(removals.map((removal) => `Would remove ${removalText(removal)}\n`).join("") || NOTHING);
    return;
  }
  if (options.force !== true) await confirm(options, context.prompter);
  const outcomes = await logOut(plan, ports, realms);
  if (writer.json) writer.data({ removed: outcomes.map(removalOutcomeJson) });
  else {
    writer.results(outcomes, removalOutcomesText(outcomes, writer.styles) || NOTHING);
    for (const name of await keptKeys(plan, ports)) {
      writer.info(
        `  The access keys of ${escapeText(name)} remain in the keyring; to remove them, add --keychain\n`,
      );
    }
  }
  return exitCodeOf(outcomes);
}

const NOTHING = "Nothing to remove: there is no session\n";

/** @throws {UsageError} `USAGE` if two of them are given. */
function checkScope(
  identity: string | true | undefined,
  { provider, tags, all, allRealms }: LogoutOptions,
): void {
  const given = [
    ...(identity === undefined ? [] : ["an identity"]),
    ...(provider === undefined ? [] : ["--provider"]),
    ...(tags === undefined ? [] : ["--tags"]),
    ...(all === undefined ? [] : ["--all"]),
    ...(allRealms === undefined ? [] : ["--all-realms"]),
  ];
  if (given.length < 2) return;
  throw new UsageError(`Cannot combine ${given.join(" with ")}`, { hint: "Use only one of them" });
}

/**
 * Asks for confirmation of what cannot be undone or affects other projects; without a terminal, the option itself is the confirmation.
 *
 * @throws {CancelledError} `CANCELLED` if the user declines.
 */
async function confirm({ keychain, allRealms }: LogoutOptions, prompter: Prompter): Promise<void> {
  if (!prompter.interactive || (keychain === undefined && allRealms === undefined)) return;
  const question = keychain === undefined
    ? "Remove the sessions of all projects?"
    : "Remove access keys from the keyring? This cannot be undone";
  const answer = await prompter.choose(question, [{ name: "no" }, { name: "yes" }]);
  if (answer !== "yes") throw new CancelledError("Cancelled: nothing was removed");
}

/** What to remove. `--all-realms` works without a configuration, outside any project. */
async function planOf(
  named: string | true | undefined,
  options: LogoutOptions,
  io: CommandIo,
  context: CliContext,
): Promise<LogoutPlan> {
  const ports = selectionPorts(io, context);
  const loaded = options.allRealms === true ? await loadAuth(ports, []) : await requireAuth(ports, {
    integrations: [],
    instead: "Remove the sessions of all projects with `atmos-ecr auth logout --all-realms`",
  });
  io.writer.configuration(loaded);
  const scope = await scopeOf(named, options, loaded, ports);
  const { auth } = await withIdentities(loaded, identitiesOf(loaded.auth, scope));
  return planLogout(auth, scope, loaded.config.realm.value);
}

async function scopeOf(
  identity: string | true | undefined,
  { provider, tags, all, allRealms }: LogoutOptions,
  loaded: LoadedAuth,
  ports: SelectionPorts,
): Promise<LogoutScope> {
  if (all === true || allRealms === true) return { kind: "all" };
  if (provider !== undefined) return { kind: "several", identities: [], providers: [provider] };
  if (tags !== undefined) return { kind: "several", ...requireTagged(loaded.auth, splitTags(tags)) };
  const { prompter } = ports;
  const choice = identityChoice(loaded, ports);
  if (identity === undefined && namedByVariable(choice.variable) === undefined && prompter.interactive) {
    return await chooseLogout(loaded.auth, prompter);
  }
  const instead = ["--provider NAME", "--tags TAGS", "--all", "--all-realms"];
  return { kind: "identity", name: await chooseIdentity(identity, { ...choice, instead }) };
}
