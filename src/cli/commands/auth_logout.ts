import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { keptKeys, logOut, previewLogout } from "../../app/auth/log_out.ts";
import { identitiesOf, type LogoutScope, planLogout } from "../../app/auth/plan_logout.ts";
import { chooseIdentity } from "../../app/targets/choose_identity.ts";
import { requireAuth, withIdentities } from "../../app/config/load_auth.ts";
import { identityVariable } from "../../app/targets/select_targets.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { requireTagged, splitTags } from "../../domain/auth/model/tags.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { exitCodeOf } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import { namedIdentity } from "../command/identity_options.ts";
import { removalJson, removalOutcomeJson, removalOutcomesText, removalText } from "../output/removals.ts";
import { selectionPorts } from "../command/selection_options.ts";

/** Options of `auth logout`. */
interface LogoutOptions {
  readonly identity?: string | true;
  readonly provider?: string;
  readonly tags?: string;
  readonly all?: true;
  readonly keychain?: true;
  readonly dryRun?: true;
}

/** `atmos-ecr auth logout` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [argument] = io.operands;
  const options = io.options<LogoutOptions>();
  const { writer } = io;
  const ports = selectionPorts(io, context);
  const named = namedIdentity(argument, io);
  checkScope(named, options);
  const loaded = await requireAuth(ports.configurations, ports.configSelection, { integrations: [] });
  const { config, files, problems } = loaded;
  writer.configuration(files, problems, config.logsLevel?.value);
  const scope = await scopeOf(named, options, { auth: loaded.auth, config, context, io });
  const { auth } = await withIdentities(loaded, identitiesOf(loaded.auth, scope));
  const plan = planLogout(auth, scope, config.realm.value);
  for (const note of plan.notes) writer.warning(note);
  const logoutPorts = {
    ...await context.authSide(writer),
    keyring: (await context.authSide(writer)).userKeys().keyring,
    keychain: options.keychain === true,
    deadlines: context.deadlines,
    clock: context.clock,
    notes: writer,
    docker: await context.docker(),
    cache: (await context.helperCache()).cache,
  };
  if (options.dryRun === true) {
    const removals = await previewLogout(plan, logoutPorts);
    if (writer.json) return writer.data({ dry_run: true, removed: removals.map(removalJson) });
    writer.words(removals.map((removal) => `Would remove ${removalText(removal)}\n`).join("") || NOTHING);
    return;
  }
  const outcomes = await logOut(plan, logoutPorts);
  if (writer.json) writer.data({ removed: outcomes.map(removalOutcomeJson) });
  else {
    const isFailure = outcomes.some(({ status }) => status === "failed");
    const text = removalOutcomesText(outcomes, writer.styles) || NOTHING;
    if (isFailure) writer.failure(text);
    else writer.words(text);
    for (const name of await keptKeys(plan, logoutPorts)) {
      writer.words(`  The keys of ${escapeText(name)} stay in the keyring: --keychain removes them\n`);
    }
  }
  return exitCodeOf(outcomes);
}

const NOTHING = "There is nothing to remove: nobody is logged in\n";

/** @throws {UsageError} `USAGE` when two of them are given. */
function checkScope(identity: string | true | undefined, { provider, tags, all }: LogoutOptions): void {
  const given = [
    ...(identity === undefined ? [] : ["an identity"]),
    ...(provider === undefined ? [] : ["--provider"]),
    ...(tags === undefined ? [] : ["--tags"]),
    ...(all === undefined ? [] : ["--all"]),
  ];
  if (given.length < 2) return;
  throw new UsageError(`Cannot combine ${given.join(" with ")}`, { hint: "Give one of them" });
}

async function scopeOf(
  identity: string | true | undefined,
  { provider, tags, all }: LogoutOptions,
  { auth, config, context, io }: {
    readonly auth: AuthConfig;
    readonly config: LoadedConfig;
    readonly context: CliContext;
    readonly io: CommandIo;
  },
): Promise<LogoutScope> {
  if (all === true) return { kind: "all" };
  if (provider !== undefined) return { kind: "provider", name: provider };
  if (tags !== undefined) return { kind: "several", ...requireTagged(auth, splitTags(tags)) };
  const name = await chooseIdentity(identity, {
    auth,
    prompter: context.prompter,
    variable: identityVariable(config, selectionPorts(io, context)),
    registries: false,
  });
  return { kind: "identity", name };
}
