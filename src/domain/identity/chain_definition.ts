import type { Identity, Located, Provider, UserIdentity } from "../auth/auth_config.ts";
import type { Chain } from "./chain.ts";
import { type Definition, type DefinitionStep, extendDefinition } from "./definition.ts";

/** Fields of providers that say how long or how often, and not who. */
const IMMATERIAL_FIELD_REGEXP =
  /^(?:session|spec\.session|console|auto_provision_identities|default)(?:$|\.)/;

/** Where the keys of a user were found that the configuration does not have. */
export type StoredKeyDefinition =
  /** By their access key id. */
  | { readonly kind: "keys"; readonly accessKeyId: string }
  /** In a keyring, which only its password opens. */
  | { readonly kind: "keyring" };

/** What a chain's configuration does not say. */
export interface ChainFacts {
  /** Who the environment is: for a chain that begins with `aws/ambient`. */
  readonly ambient?: Definition | undefined;
  /** The keys of the IAM user at the root, where the configuration has none. Undefined when there are none at all. */
  readonly storedKeys?: StoredKeyDefinition | undefined;
  /** The job that GitHub's tokens are for, from `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly githubJob?: string | undefined;
}

const NOTHING: Definition = { steps: [], opaque: false };

/**
 * The definition of the principal that a chain leads to, or one step of it. Not how long its sessions last, nor what the steps are
 * called, except where sessions or keys are looked up by that name.
 *
 * @param identity The step to end at; the last one when absent.
 */
export function chainDefinition(chain: Chain, facts: ChainFacts = {}, identity?: Identity): Definition {
  const { provider, identities } = chain;
  const end = identity === undefined ? identities.length : identities.indexOf(identity) + 1;
  const start = provider === undefined ? NOTHING : extendDefinition(NOTHING, [providerStep(provider, facts)]);
  return identities.slice(0, end).reduce(
    (definition, step) => {
      const whole = extendDefinition(definition, identitySteps(step, facts));
      return isOpaque(step, facts) ? { ...whole, opaque: true } : whole;
    },
    start,
  );
}

/** Whether a chain is whoever the environment is: its definition needs {@linkcode ChainFacts.ambient}. */
export function needsAmbient({ identities: [first] }: Chain): boolean {
  return first.kind === "aws/ambient";
}

/** The user whose keys are kept outside of the configuration: a chain's definition needs {@linkcode ChainFacts.storedKeys}. */
export function keylessUser({ identities: [first] }: Chain): UserIdentity | undefined {
  return first.kind === "aws/user" && first.keys === undefined ? first : undefined;
}

function providerStep({ kind, name, fields }: Provider, { githubJob }: ChainFacts): DefinitionStep {
  const decisive = [...fields].filter(([field]) => !IMMATERIAL_FIELD_REGEXP.test(field));
  return {
    kind,
    name,
    fields: Object.fromEntries(decisive.map(([field, { value }]) => [field, value])),
    ...(kind === "github/oidc" && githubJob !== undefined ? { job: githubJob } : {}),
  };
}

function identitySteps(identity: Identity, facts: ChainFacts): readonly DefinitionStep[] {
  switch (identity.kind) {
    case "aws/user":
      return [userStep(identity, facts)];
    case "aws/assume-role":
      return [{
        kind: identity.kind,
        role_arn: identity.roleArn.value,
        ...present("session_name", identity.sessionName),
        ...present("external_id", identity.externalId),
        ...(identity.tags === undefined ? {} : {
          tags: Object.fromEntries(identity.tags.values),
          transitive: identity.tags.transitive.toSorted(),
        }),
        ...present("source_identity", identity.sourceIdentity),
        ...located("mfa", identity.mfaArn),
        ...place(identity),
      }];
    case "aws/assume-root":
      return [{
        kind: identity.kind,
        target_principal: identity.targetPrincipal,
        task_policy: identity.taskPolicyArn,
        ...place(identity),
      }];
    case "aws/permission-set":
      return [{
        kind: identity.kind,
        permission_set: identity.permissionSet,
        ...present("account_id", identity.account.id),
        ...present("account_name", identity.account.name),
        ...place(identity),
      }];
    case "aws/ambient":
      return [{ kind: identity.kind, ...place(identity) }, ...facts.ambient?.steps ?? []];
    case "other":
      return [{ kind: identity.kind, written_kind: identity.writtenKind, name: identity.name }];
  }
}

/** A user's keys are looked up by the user's name, in a keyring that the configuration describes. */
function userStep(identity: UserIdentity, { storedKeys }: ChainFacts): DefinitionStep {
  const { keys, keyring, mfaArn } = identity;
  const accessKeyId = keys?.accessKeyId ??
    (storedKeys?.kind === "keys" ? storedKeys.accessKeyId : undefined);
  return {
    kind: identity.kind,
    name: identity.name,
    ...present("access_key_id", accessKeyId),
    ...(accessKeyId !== undefined || storedKeys?.kind !== "keyring" ? {} : {
      keyring: {
        ...present("type", keyring?.type),
        ...present("path", keyring?.path),
        ...present("password_env", keyring?.passwordEnv),
      },
    }),
    ...located("mfa", mfaArn),
    ...place(identity),
  };
}

function isOpaque(identity: Identity, { ambient, storedKeys }: ChainFacts): boolean {
  if (identity.kind === "aws/ambient") return ambient?.opaque ?? false;
  // A keyring, or a login at AWS' sign-in page, may be anyone's.
  return identity.kind === "aws/user" && identity.keys === undefined && storedKeys?.kind !== "keys";
}

/** Where a step is asked for: another endpoint may be another AWS. The region is none of it: what AWS gives is good in all of them. */
function place(
  { endpointUrl }: { readonly endpointUrl?: Located<string> },
): Readonly<Record<string, string>> {
  return located("endpoint", endpointUrl);
}

function located(field: string, value: Located<string> | undefined): Readonly<Record<string, string>> {
  return present(field, value?.value);
}

function present(field: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [field]: value };
}
