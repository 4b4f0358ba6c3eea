import { LookupError, UsageError } from "../../domain/errors/errors.ts";
import { type AuthDraft, providerName } from "../../domain/init/auth_draft.ts";
import { type AssignedSet, draftOfSso } from "../../domain/init/draft_sso.ts";
import type { IdentityCenter } from "../../domain/sso/identity_center.ts";
import { ssoOptions } from "../identities/identity_center/sso_ports.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { mapBounded } from "../parallel.ts";
import { askRegion } from "./ask_texts.ts";
import type { InitPorts } from "./init_ports.ts";
import type { InitSource } from "./init_request.ts";

/** Below the limits of the portal, which an organization shares. */
const PARALLEL_ACCOUNTS = 4;

/**
 * The identities of an IAM Identity Center: the named ones, without calling AWS, or those that the user selects after logging in.
 *
 * @throws {UsageError} `SELECTION_REQUIRED` if a choice is required without a terminal.
 * @throws {LookupError} `ACCOUNT_NOT_FOUND` if the login provides no access.
 */
export async function gatherSso(
  source: Extract<InitSource, { readonly kind: "sso" }>,
  ports: InitPorts,
): Promise<AuthDraft> {
  const { prompter } = ports;
  if (!prompter.interactive && source.region === undefined) {
    throw new UsageError("Cannot determine the region of IAM Identity Center", {
      code: "SELECTION_REQUIRED",
      hint: "Add --sso-region REGION; the AWS access portal and `aws configure sso` show the region",
    });
  }
  if (!prompter.interactive && source.sets.length === 0) {
    throw new UsageError("Cannot choose accounts and permission sets without a terminal", {
      code: "SELECTION_REQUIRED",
      hint: "Add --account ID --permission-set NAME, once for each pair",
    });
  }
  const region = source.region ?? await askRegion("Which region is IAM Identity Center in?", ports);
  const { startUrl, session } = source;
  const home = { startUrl, region, session };
  if (source.sets.length > 0) return draftOfSso(home, source.sets);
  const center = { name: session ?? providerName(startUrl), startUrl, region, autoProvision: false };
  return draftOfSso(home, await choose(await assignedSets(center, source.accounts, ports), ports));
}

/** Every permission set that the user can access. */
async function assignedSets(
  center: IdentityCenter,
  wanted: readonly string[],
  ports: InitPorts,
): Promise<AssignedSet[]> {
  const { login, portal } = await ports.aws();
  using deadline = ports.deadlines(LOGIN_DEADLINE_MS);
  const { accessToken } = await login.session(center, { deadline });
  // An organization may have hundreds of accounts.
  using _pause = deadline.pause();
  const options = ssoOptions(center, deadline.signal);
  const accounts = (await portal.accounts(accessToken, options)).filter(({ id }) =>
    wanted.length === 0 || wanted.includes(id)
  );
  const listed = await mapBounded(
    accounts,
    PARALLEL_ACCOUNTS,
    ({ id }) => portal.roles(accessToken, id, options),
  );
  const failure = listed.find((result) => result.status === "rejected");
  const sets = accounts.flatMap(({ id, name }, index): AssignedSet[] => {
    const result = listed[index];
    if (result?.status !== "fulfilled") return [];
    return result.value.map((permissionSet) => ({ account: id, accountName: name, permissionSet }));
  });
  if (sets.length > 0) return sets;
  if (failure !== undefined) throw failure.reason;
  throw new LookupError(
    "ACCOUNT_NOT_FOUND",
    `Cannot find an account that you can access in IAM Identity Center "${center.name}"`,
    { hint: "Ask your IAM Identity Center administrator to assign a permission set to you" },
  );
}

async function choose(
  sets: readonly AssignedSet[],
  { prompter }: InitPorts,
): Promise<readonly AssignedSet[]> {
  const named = sets.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const names = await prompter.chooseSeveral(
    "Which accounts and permission sets?",
    named.map((set) => ({ name: nameOf(set) })),
  );
  return names.flatMap((name) => named.filter((set) => nameOf(set) === name));
}

function nameOf({ account, accountName = "", permissionSet }: AssignedSet): string {
  return `${accountName} ${account} ${permissionSet}`;
}
