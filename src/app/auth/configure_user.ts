import type { AuthConfig, UserIdentity } from "../../domain/auth/model/auth_config.ts";
import { usableValues } from "../../domain/auth/model/names.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { partitionOfChain } from "../../domain/identity/chain_partition.ts";
import type { CallerIdentity } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import type { UserKeysToKeep, UserKeyStore } from "../../ports/sessions.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { forgetTokens } from "../credential/forget_tokens.ts";
import { asExpectedError } from "../expected_error.ts";
import { stsRegion } from "../identities/contract/identity_step.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
import { planLogout } from "./plan_logout.ts";
import type { UserToConfigure } from "./select_user.ts";

/** Where to store keys. */
export type KeyPlace = "keyring" | "profile";

/** What storing a user's keys needs. */
export interface ConfigureUserPorts
  extends Pick<AppContext, "keyring" | "callers" | "sessions" | "cache" | "deadlines"> {
  /** By name, in the order of {@linkcode KeyPlace}: a login searches the profile first. */
  readonly stores: Readonly<Record<KeyPlace, UserKeyStore>>;
}

/**
 * Rejects keys that would never be used: if other keys take precedence, or if nothing outlives the process.
 *
 * @throws {ConfigError} `CONFIG_INVALID`.
 */
export async function requireKeyPlace(
  { user, loaded }: UserToConfigure,
  place: KeyPlace,
  { keyring, stores }: Pick<ConfigureUserPorts, "keyring" | "stores">,
): Promise<void> {
  const refuse = (state: string, hint: string): ConfigError =>
    new ConfigError("CONFIG_INVALID", `Cannot store the keys of "${user.name}": ${state}`, {
      hint,
      position: positionOf(user.origin),
    });
  if (user.keys !== undefined) {
    throw refuse("the configuration already has its keys, which take precedence", "Remove its `credentials`");
  }
  if (place === "profile") return;
  if (keyring.type(user) === "memory") {
    throw refuse(
      "a memory keyring does not outlive this process",
      "Set auth.keyring.type to file or system, or use --aws-profile-file",
    );
  }
  const before = await stores.profile.find({ name: user.name, realm: loaded.config.realm.value });
  if (before.kind === "keys") {
    throw refuse(
      `${before.from} already has its keys, which take precedence`,
      "Use --aws-profile-file to replace them there, or remove them",
    );
  }
}

/**
 * Verifies the keys of a user with AWS, stores them, and removes what was derived from older keys: the sessions of every identity based on
 * the user, and cached tokens.
 *
 * @returns The principal of the keys, and where they are: `the system's keyring, "atmos_acme_me"`.
 * @throws {AtmosEcrError} `AWS_*` for keys that AWS rejects, in which case nothing changes; `KEYRING_UNUSABLE`, `STATE_UNUSABLE`.
 */
export async function configureUser(
  { user, loaded }: UserToConfigure,
  { keys, place }: { readonly keys: UserKeysToKeep; readonly place: KeyPlace },
  ports: ConfigureUserPorts,
): Promise<{ readonly caller: CallerIdentity; readonly place: string }> {
  const realm = loaded.config.realm.value;
  const partition = partitionOfChain(resolveChain(loaded.auth, user.name));
  const region = stsRegion(user.region?.value, undefined, partition);
  const { accessKeyId, secretAccessKey } = keys;
  using deadline = ports.deadlines(LOGIN_DEADLINE_MS);
  const caller = await ports.callers.getCallerIdentity({ accessKeyId, secretAccessKey, region }, {
    region,
    endpointUrl: user.endpointUrl,
    signal: deadline.signal,
  });
  const kept = await ports.stores[place].keep({ name: user.name, realm, keyring: user.keyring }, keys);
  await forgetOlder(user, { loaded, realm }, ports);
  return { caller, place: kept };
}

async function forgetOlder(
  user: UserIdentity,
  { loaded: { auth }, realm }: { readonly loaded: LoadedAuth; readonly realm: string },
  { sessions, cache }: Pick<ConfigureUserPorts, "sessions" | "cache">,
): Promise<void> {
  for (const { name } of usableValues(auth.identities)) {
    if (!isBasedOn(user, name, auth)) continue;
    const plan = planLogout(auth, { kind: "identity", name }, realm);
    for (const { place } of plan.sessions) await sessions.remove(place);
    await forgetTokens(plan.targets.map(({ registry }) => registry), cache);
  }
}

function isBasedOn(user: UserIdentity, identity: string, auth: AuthConfig): boolean {
  try {
    return resolveChain(auth, identity).identities.some(({ name }) => foldName(name) === foldName(user.name));
  } catch (error) {
    // An identity that cannot be used has no sessions.
    asExpectedError(error);
    return false;
  }
}
