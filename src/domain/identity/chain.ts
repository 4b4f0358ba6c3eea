import type { AuthConfig, Identity, Provider } from "../auth/model/auth_config.ts";
import { findIdentity, findProvider } from "../auth/model/names.ts";
import { foldName } from "../config/config_node.ts";
import { type Origin, positionOf } from "../config/origin.ts";
import { LookupError } from "../errors/errors.ts";

/** The chain to an identity's credentials: an optional provider, then identities, each based on the previous one. */
export interface Chain {
  /** Absent if the first identity needs none, such as an IAM user or the environment's credentials. */
  readonly provider?: Provider;
  /** Root first, the requested identity last; never empty. */
  readonly identities: readonly [Identity, ...Identity[]];
}

/** The maximum length of a chain, far above any real one. */
export const MAX_STEPS = 1000;

/**
 * Follows `via` from an identity to the start of its chain. Every step is looked up and checked; AWS is not called.
 *
 * @param from The position of the name, if it is in a file.
 * @throws {LookupError} `IDENTITY_NOT_FOUND`, `PROVIDER_NOT_FOUND`, `IDENTITY_CYCLE` with the path, `IDENTITY_CHAIN_INVALID` for kinds that
 * cannot be combined, `IDENTITY_UNSUPPORTED` for a kind that cannot lead to ECR.
 * @throws {ConfigError} `CONFIG_INVALID` if a step is invalid.
 */
export function resolveChain(auth: AuthConfig, name: string, from?: Origin): Chain {
  const identities: Identity[] = [];
  const seen = new Set<string>();
  let next: { readonly name: string; readonly origin: Origin | undefined } = { name, origin: from };
  for (;;) {
    if (seen.has(foldName(next.name))) throw cycle(identities, next);
    if (seen.size >= MAX_STEPS) throw tooLong(name, from);
    seen.add(foldName(next.name));
    const identity = findIdentity(auth, next.name, next.origin);
    identities.push(identity);
    if (identity.kind === "other") checkStep(identity);
    const { via } = identity;
    if (via === undefined) return chainOf(identities.reverse());
    if (via.kind === "provider") {
      return chainOf(identities.reverse(), findProvider(auth, via.name, via.origin));
    }
    next = via;
  }
}

/** The names of the steps, root first, for display: `acme-sso → dev-admin → deploy`. */
export function chainNames(chain: Chain): string[] {
  return [
    ...(chain.provider === undefined ? [] : [chain.provider.name]),
    ...chain.identities.map(({ name }) => name),
  ];
}

/** The last identity of the chain. */
export function targetOf(chain: Chain): Identity {
  return chain.identities.at(-1) ?? chain.identities[0];
}

function chainOf(identities: readonly Identity[], provider?: Provider): Chain {
  const [first, ...rest] = identities;
  if (first === undefined) throw new RangeError("A chain holds at least one identity");
  for (const identity of rest) checkStep(identity);
  checkStep(first, provider);
  return provider === undefined
    ? { identities: [first, ...rest] }
    : { provider, identities: [first, ...rest] };
}

/**
 * Checks that an identity can be based on its direct base.
 *
 * @param provider The provider in `via.provider`.
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID`, `IDENTITY_UNSUPPORTED`.
 */
export function checkStep(identity: Identity, provider?: Provider): void {
  if (identity.kind === "other") throw unsupportedKind({ ...identity, kind: identity.writtenKind });
  if (provider !== undefined) checkProvider(identity, provider);
  else if (identity.kind === "aws/permission-set") {
    throw misplaced(identity, "requires an IAM Identity Center provider");
  }
}

/** Which identities can directly follow which provider. */
function checkProvider(identity: Identity, provider: Provider): void {
  const state = `cannot use provider "${provider.name}" of kind ${provider.kind}`;
  switch (provider.kind) {
    case "aws/iam-identity-center":
      if (identity.kind === "aws/permission-set") return;
      throw misplaced(
        identity,
        `cannot use IAM Identity Center provider "${provider.name}" directly`,
        "Insert an identity of kind aws/permission-set between them",
      );
    case "aws/saml":
      if (identity.kind === "aws/assume-role" || identity.kind === "aws/permission-set") return;
      throw misplaced(identity, state, "Only an identity of kind aws/assume-role or aws/permission-set can");
    case "github/oidc":
      if (identity.kind === "aws/assume-role") return;
      throw misplaced(identity, state, "Only an identity of kind aws/assume-role can");
    default:
      throw unsupportedKind(provider);
  }
}

function misplaced(identity: Identity, state: string, hint?: string): LookupError {
  return new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot use identity "${identity.name}": its kind ${identity.kind} ${state}`,
    { hint, position: positionOf(identity.origin) },
  );
}

/** The error of a kind that cannot lead to ECR. */
export function unsupportedKind(
  { name, kind, origin }: { readonly name: string; readonly kind: string; readonly origin: Origin },
): LookupError {
  const state = /^mock(\/|$)/.test(kind)
    ? "is for tests only, and AWS does not accept its credentials"
    : "does not provide AWS credentials here";
  return new LookupError(
    "IDENTITY_UNSUPPORTED",
    `Cannot use "${name}": kind "${kind}" ${state}`,
    { hint: "Use an identity of kind aws/…", position: positionOf(origin) },
  );
}

/** The error of a chain with more than {@linkcode MAX_STEPS} steps. */
export function tooLong(name: string, from?: Origin): LookupError {
  return new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot resolve the chain of identity "${name}": it has more than ${MAX_STEPS} steps`,
    { hint: "Shorten it", position: from === undefined ? undefined : positionOf(from) },
  );
}

function cycle(
  identities: readonly Identity[],
  again: { readonly name: string; readonly origin: Origin | undefined },
): LookupError {
  const path = [...identities, again].map(({ name }) => `"${name}"`).join(" → ");
  return new LookupError(
    "IDENTITY_CYCLE",
    `Cannot resolve a cyclic identity chain: ${path}`,
    {
      hint:
        "Change a via.identity so that the chain starts at a provider, an aws/user or an aws/ambient identity",
      position: again.origin === undefined ? undefined : positionOf(again.origin),
    },
  );
}
