import type { Command } from "commander";
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
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption, namedIdentity } from "../command/identity_options.ts";
import { removalJson, removalOutcomeJson, removalOutcomesText, removalText } from "../output/removals.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth logout dev-admin", "its session, and Docker's logins of its registries"],
  ["atmos-ecr auth logout builder --keychain", "also the access keys that `auth user configure` kept"],
  ["atmos-ecr auth logout --all --dry-run", "what would be removed, without removing it"],
];

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
export function addAuthLogoutCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const command = addExamples(group.command("logout"), EXAMPLES)
    .summary("forget sessions, and Docker's logins of their registries")
    .description(
      "Removes the session of an identity, of everything that builds upon a provider, or all of them, and Docker's logins of the registries " +
        "that are linked to them. What neither this program nor Atmos wrote stays.",
    )
    .argument("[identity]", "the identity");
  addIdentityOption(command)
    .option("--provider <name>", "a provider, with every identity that builds upon it")
    .option("--tags <tags>", "every identity and provider with one of these tags, a comma list")
    .option("--all", "every identity and provider of the configuration")
    .option("--keychain", "the keys of users in the keyring, too: nothing brings them back")
    .option("--dry-run", "show what would be removed")
    .action(async (argument: string | undefined, options: LogoutOptions, command: Command) => {
      const writer = new Writer(context, command);
      const ports = selectionPorts(command, context);
      const named = namedIdentity(argument, command);
      checkScope(named, options);
      const loaded = await requireAuth(ports.configurations, ports.configSelection, { integrations: [] });
      const { config, files, problems } = loaded;
      writer.configuration(files, problems, config.logsLevel?.value);
      const scope = await scopeOf(named, options, { auth: loaded.auth, config, context, command });
      const { auth } = await withIdentities(loaded, identitiesOf(loaded.auth, scope));
      const plan = planLogout(auth, scope, config.realm.value);
      for (const note of plan.notes) writer.warning(note);
      const logoutPorts = {
        ...context.authSide(writer),
        keyring: context.authSide(writer).userKeys().keyring,
        keychain: options.keychain === true,
        deadlines: context.deadlines,
        clock: context.clock,
        notes: writer,
        docker: () => context.docker(),
        cache: context.helperCache().cache,
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
      setExitCode(exitCodeOf(outcomes));
    });
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
  { auth, config, context, command }: {
    readonly auth: AuthConfig;
    readonly config: LoadedConfig;
    readonly context: CliContext;
    readonly command: Command;
  },
): Promise<LogoutScope> {
  if (all === true) return { kind: "all" };
  if (provider !== undefined) return { kind: "provider", name: provider };
  if (tags !== undefined) return { kind: "several", ...requireTagged(auth, splitTags(tags)) };
  const name = await chooseIdentity(identity, {
    auth,
    prompter: context.prompter,
    variable: identityVariable(config, selectionPorts(command, context)),
    registries: false,
  });
  return { kind: "identity", name };
}
