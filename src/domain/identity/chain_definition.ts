import type { Identity, Located, Provider, UserIdentity } from "../auth/model/auth_config.ts";
import type { Chain } from "./chain.ts";
import { type ChainFacts, completeDefinition, type Definition, type DefinitionStep } from "./definition.ts";

/** Fields of providers that do not affect the principal, such as durations. */
const IMMATERIAL_FIELD_REGEXP =
  /^(?:session|spec\.session|console|auto_provision_identities|default)(?:$|\.)/;

/**
 * The definition of the principal at the end of a chain, or at one of its steps. Excludes the duration of sessions and the names of steps,
 * except where sessions or keys are looked up by name.
 *
 * @param facts What the configuration does not contain; see `neededFacts`.
 * @param identity The step to end at; default the last.
 */
export function chainDefinition(chain: Chain, facts: ChainFacts = {}, identity?: Identity): Definition {
  const { provider, identities } = chain;
  const end = identity === undefined ? identities.length : identities.indexOf(identity) + 1;
  const first = provider === undefined ? [] : [providerStep(provider)];
  const steps = [...first, ...identities.slice(0, end).map(identityStep)];
  return completeDefinition({ steps, opaque: false }, facts);
}

function providerStep({ kind, name, fields }: Provider): DefinitionStep {
  const decisive = [...fields].filter(([field]) => !IMMATERIAL_FIELD_REGEXP.test(field));
  return { kind, name, fields: Object.fromEntries(decisive.map(([field, { value }]) => [field, value])) };
}

function identityStep(identity: Identity): DefinitionStep {
  // Another endpoint may be another AWS. The region is not part of a step: what AWS issues is valid in all regions.
  const endpoint = located("endpoint", identity.endpointUrl);
  switch (identity.kind) {
    case "aws/user":
      return { ...userStep(identity), ...endpoint };
    case "aws/assume-role":
      return {
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
        ...endpoint,
      };
    case "aws/assume-root":
      return {
        kind: identity.kind,
        target_principal: identity.targetPrincipal,
        task_policy: identity.taskPolicyArn,
        ...endpoint,
      };
    case "aws/permission-set":
      return {
        kind: identity.kind,
        permission_set: identity.permissionSet,
        ...present("account_id", identity.account.id),
        ...present("account_name", identity.account.name),
        ...endpoint,
      };
    case "aws/ambient":
      return { kind: identity.kind, ...endpoint };
    case "other":
      return { kind: identity.kind, written_kind: identity.writtenKind, name: identity.name };
  }
}

/** A user's keys are looked up by the user's name, in the configured keyring. */
function userStep(identity: UserIdentity): DefinitionStep {
  const { keys, keyring, mfaArn } = identity;
  return {
    kind: identity.kind,
    name: identity.name,
    ...(keys !== undefined ? { access_key_id: keys.accessKeyId } : {
      keyring: {
        ...present("type", keyring?.type),
        ...present("path", keyring?.path),
        ...present("password_env", keyring?.passwordEnv),
      },
    }),
    ...located("mfa", mfaArn),
  };
}

function located(field: string, value: Located<string> | undefined): Readonly<Record<string, string>> {
  return present(field, value?.value);
}

function present(field: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [field]: value };
}

/**
 * The configured definition of the principal that a chain leads to.
 *
 * @param realm The realm of the sessions: another realm may be logged in as another user.
 */
export function configuredDefinition(chain: Chain, realm: string): Definition {
  const { steps, opaque } = chainDefinition(chain);
  return { steps: [{ kind: "realm", realm }, ...steps], opaque };
}
