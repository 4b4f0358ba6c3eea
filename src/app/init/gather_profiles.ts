import type { AwsFiles } from "../../domain/aws_files/aws_files.ts";
import { AtmosEcrError, AwsError, LookupError } from "../../domain/errors/errors.ts";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import { fileFault } from "../../domain/identity/ambient/plan_faults.ts";
import type { AuthDraft, DraftIdentity } from "../../domain/init/auth_draft.ts";
import {
  draftOfProfiles,
  PROFILE_KINDS,
  type ProfileFacts,
  type UsableProfile,
  usableProfile,
} from "../../domain/init/draft_profiles.ts";
import { didYouMean } from "../../domain/text/nearest.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import type { InitPorts } from "./init_ports.ts";

/** The region for STS if neither a profile nor a flag names one. */
const DEFAULT_REGION = "us-east-1";

/**
 * The identities of AWS profiles: the named ones; without names, those selected at a prompt, or without a terminal, all that have
 * credentials.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for a named profile that cannot be used, and for files that the AWS CLI rejects.
 * @throws {LookupError} `PROFILE_NOT_FOUND`.
 */
export async function gatherProfiles(
  names: readonly string[] | "all",
  ports: InitPorts,
): Promise<{ readonly draft: AuthDraft; readonly notes: readonly string[] }> {
  const files = await ports.awsFiles();
  const facts = factsOf(files, ports);
  if (names !== "all") {
    return { draft: draftOfProfiles(names.map((name) => named(name, facts)), facts), notes: [] };
  }
  const { usable, notes } = usableProfiles(facts);
  if (usable.length === 0) {
    throw new LookupError("PROFILE_NOT_FOUND", "Cannot find a profile with credentials in the AWS files", {
      hint: [...notes, "Use --sso-start-url, or add a profile with `aws configure`"]
        .join(". "),
    });
  }
  const { prompter } = ports;
  if (!prompter.interactive) return { draft: draftOfProfiles(usable, facts), notes };
  const chosen = await prompter.chooseSeveral(
    "Which profiles?",
    usable.map(({ profile, source }) => ({ name: profile.name, detail: PROFILE_KINDS[source.kind] })),
  );
  const profiles = chosen.map((name) => named(name, facts));
  return { draft: draftOfProfiles(profiles, facts), notes };
}

/** The profiles that have credentials, and why others have none. */
export function usableProfiles(
  facts: ProfileFacts,
): { readonly usable: readonly UsableProfile[]; readonly notes: readonly string[] } {
  const usable: UsableProfile[] = [];
  const notes: string[] = [];
  for (const profile of facts.files.profiles.values()) {
    try {
      const found = usableProfile(profile, facts);
      if (found !== undefined) usable.push(found);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      notes.push(`Skipping profile "${profile.name}". ${error.message}`);
    }
  }
  return { usable, notes };
}

/** The facts to interpret profiles with. @throws {AwsError} `AWS_PROFILE_INVALID` for files that the AWS CLI rejects. */
export function factsOf(files: AwsFiles, { environment }: Pick<InitPorts, "environment">): ProfileFacts {
  const [fault] = files.faults;
  if (fault !== undefined) throw fileFault(fault);
  return {
    files,
    variable: (name) => environment.get(name),
    home: homeDirectory(environment),
    cwd: environment.cwd,
  };
}

function named(name: string, facts: ProfileFacts): UsableProfile {
  const { profiles } = facts.files;
  const profile = profiles.get(name);
  if (profile === undefined) {
    throw new LookupError("PROFILE_NOT_FOUND", `Cannot find profile "${name}" in the AWS files`, {
      hint: didYouMean(name, profiles.keys()) ?? "The AWS files define no profiles",
    });
  }
  const found = usableProfile(profile, facts);
  if (found !== undefined) return found;
  throw new AwsError("AWS_PROFILE_INVALID", `Cannot use the AWS profile "${name}": it has no credentials`, {
    hint: "Add keys, SSO settings, a role or a credential_process to it",
  });
}

/** The same draft with the accounts of the selected identities; AWS is called for those that the files do not contain. */
export async function withAccounts(
  draft: AuthDraft,
  regions: readonly string[],
  ports: InitPorts,
): Promise<AuthDraft> {
  const isUnknown = ({ name, account }: DraftIdentity): boolean =>
    account === undefined && draft.chosen.includes(name);
  if (!draft.identities.some(isUnknown)) return draft;
  const { ambient, callers } = await ports.aws();
  const identities: DraftIdentity[] = [];
  for (const identity of draft.identities) {
    const { profile, name } = identity;
    if (!isUnknown(identity) || profile === undefined) {
      identities.push(identity);
      continue;
    }
    using deadline = ports.deadlines(LOGIN_DEADLINE_MS);
    const { signal } = deadline;
    try {
      const credentials = await ambient.resolve({ signal, profile: { name: profile } });
      const region = identity.region ?? regions[0] ?? DEFAULT_REGION;
      const { account } = await callers.getCallerIdentity(credentials, { region, signal });
      identities.push({ ...identity, account });
    } catch (error) {
      if (!(error instanceof AtmosEcrError) || error.code === "CANCELLED") throw error;
      throw new AtmosEcrError(
        error.code,
        `Cannot determine the account of profile "${name}". ${error.message}`,
        { hint: `Specify the registries with --registry HOST. ${error.hint ?? ""}`.trimEnd(), cause: error },
      );
    }
  }
  return { ...draft, identities };
}
