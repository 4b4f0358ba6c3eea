import type { Identity, Provider } from "../auth/model/auth_config.ts";
import type { Chain } from "./chain.ts";
import {
  type ChainFacts,
  completeDefinition,
  type Definition,
  type DefinitionStep,
  type DefinitionValue,
} from "./definition.ts";

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

/**
 * The configured definition of the principal that a chain leads to.
 *
 * @param realm The realm of the sessions: another realm may be logged in as another user.
 */
export function configuredDefinition(chain: Chain, realm: string): Definition {
  const { steps, opaque } = chainDefinition(chain);
  return { steps: [{ kind: "realm", realm }, ...steps], opaque };
}

function providerStep({ kind, name, fields }: Provider): DefinitionStep {
  const decisive = [...fields].filter(([field]) => !IMMATERIAL_FIELD_REGEXP.test(field));
  return { kind, name, fields: Object.fromEntries(decisive.map(([field, { value }]) => [field, value])) };
}

function identityStep(identity: Identity): DefinitionStep {
  // Another endpoint may be another AWS. The region is not part of a step: what AWS issues is valid in all regions.
  const endpoint = identity.endpointUrl?.value;
  switch (identity.kind) {
    case "aws/user": {
      const { kind, name, keys, keyring, mfaArn } = identity;
      // Keys that the configuration does not contain are looked up by the user's name, in the configured keyring.
      const place = keys === undefined
        ? defined({ type: keyring?.type, path: keyring?.path, password_env: keyring?.passwordEnv })
        : undefined;
      const access_key_id = keys?.accessKeyId;
      return { kind, name, ...defined({ access_key_id, keyring: place, mfa: mfaArn?.value, endpoint }) };
    }
    case "aws/assume-role":
      return {
        kind: identity.kind,
        role_arn: identity.roleArn.value,
        ...defined({
          session_name: identity.sessionName,
          external_id: identity.externalId,
          tags: identity.tags && Object.fromEntries(identity.tags.values),
          transitive: identity.tags?.transitive.toSorted(),
          source_identity: identity.sourceIdentity,
          mfa: identity.mfaArn?.value,
          endpoint,
        }),
      };
    case "aws/assume-root": {
      const { kind, targetPrincipal: target_principal, taskPolicyArn: task_policy } = identity;
      return { kind, target_principal, task_policy, ...defined({ endpoint }) };
    }
    case "aws/permission-set": {
      const { kind, permissionSet: permission_set, account } = identity;
      return {
        kind,
        permission_set,
        ...defined({ account_id: account.id, account_name: account.name, endpoint }),
      };
    }
    case "aws/ambient":
      return { kind: identity.kind, ...defined({ endpoint }) };
    case "other":
      return { kind: identity.kind, written_kind: identity.writtenKind, name: identity.name };
  }
}

/** The fields that are not undefined: an absent field differs from one that is `null`. */
export function defined(
  fields: Readonly<Record<string, DefinitionValue | undefined>>,
): Readonly<Record<string, DefinitionValue>> {
  const given = Object.entries(fields).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]);
  return Object.fromEntries(given);
}
