import type { Identity, UserIdentity } from "../../domain/auth/model/auth_config.ts";
import { findIdentity, usableValues } from "../../domain/auth/model/names.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { requireAuthOrProfile } from "../targets/choose_profile.ts";
import type { SelectionPorts } from "../targets/selection.ts";

/** The configuration of a user whose keys are to be stored. */
export interface UserToConfigure {
  readonly user: UserIdentity;
  readonly loaded: LoadedAuth;
}

/**
 * Selects an IAM user: the named one, otherwise the only one, otherwise a prompt.
 *
 * @param name `true` for `--identity` without a name, which prompts.
 * @throws {LookupError} `IDENTITY_NOT_FOUND`.
 * @throws {UsageError} `USAGE` for an identity that is not a user, `SELECTION_REQUIRED` if prompts are impossible.
 */
export async function selectUser(
  name: string | true | undefined,
  ports: SelectionPorts,
): Promise<UserToConfigure> {
  const wanted = typeof name === "string" ? name : undefined;
  const loaded = await requireAuthOrProfile({ identity: wanted }, ports, { integrations: [] });
  const users = usableValues(loaded.auth.identities).filter(isUser).map(({ name }) => name);
  const chosen = wanted ?? await chooseUser(users, name === true, ports);
  const final = await withIdentities(loaded, [findIdentity(loaded.auth, chosen).name]);
  const identity = findIdentity(final.auth, chosen);
  if (isUser(identity)) return { user: identity, loaded: final };
  throw new UsageError(
    `Cannot store keys of identity "${identity.name}": its kind is ${identity.kind}, and only identities of kind aws/user have keys`,
    {
      hint: users.length > 0
        ? `Valid values: ${listed(users)}`
        : "Add an entry of kind aws/user to auth.identities",
    },
  );
}

function isUser(identity: Identity): identity is UserIdentity {
  return identity.kind === "aws/user";
}

async function chooseUser(
  users: readonly string[],
  asked: boolean,
  { prompter }: Pick<SelectionPorts, "prompter">,
): Promise<string> {
  const [only] = users;
  if (only === undefined) {
    throw new UsageError("Cannot store keys: no identity is of kind aws/user", {
      hint: "Add an entry of kind aws/user to auth.identities first",
    });
  }
  if (users.length === 1 && !asked) return only;
  if (prompter.interactive) {
    return await prompter.choose("Which IAM user?", users.map((name) => ({ name, detail: "aws/user" })));
  }
  throw new UsageError("No identity specified, and no interactive terminal is available", {
    code: "SELECTION_REQUIRED",
    hint: `Specify IDENTITY (${listed(users)})`,
  });
}

function listed(names: readonly string[]): string {
  return names.slice(0, 8).join(", ");
}
