import { AtmosEcrError, AwsError, LoginError } from "../../domain/errors/errors.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { isSameDefinition } from "../../domain/identity/definition.ts";
import { ambientLabel } from "../../domain/identity/definition_words.ts";
import {
  type CachedToken,
  type CacheEntry,
  isFresh,
  isUsable,
  type SharedFailure,
} from "../../domain/token/cache_entry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { isDenial, isOutage, sharedError, shareFailure } from "../../domain/token/token_failure.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Environment } from "../../ports/process.ts";
import type { TokenLocks } from "../../ports/state.ts";
import type { FindPinPorts } from "../pins/find_pin.ts";
import type { CredentialSource } from "./credential_source.ts";
import {
  findCredential,
  type LocatedCredential,
  type LocatePorts,
  relocateCredential,
} from "./locate_credential.ts";

/** What serving credentials needs. */
export interface CredentialPorts
  extends LocatePorts, FindPinPorts, Pick<AppContext, "cache" | "clock" | "deadlines"> {
  readonly locks: TokenLocks;
  /** Loads what calls AWS as the principal of a pin. Only called if this process is the one that calls AWS. */
  source(pin: RegistryPin | undefined): Promise<CredentialSource>;
}

/** A token for a registry. */
export type Credential =
  | { readonly kind: "token"; readonly token: EcrToken }
  /** A cached token that should have been renewed, and why it was not. */
  | { readonly kind: "stale"; readonly token: CachedToken; readonly error: AtmosEcrError };

/**
 * Gets the token of a registry: from the cache while it is fresh; otherwise from AWS, called by one process at a time; otherwise, if AWS is
 * unavailable, from the cache while the token is valid. It takes at most ten seconds, plus the time to load the program.
 */
export async function getCredential(located: LocatedCredential, ports: CredentialPorts): Promise<Credential> {
  const token = await findCredential(located, { tokens: ports.cache, clock: ports.clock });
  return token === undefined ? await refreshCredential(located, ports) : { kind: "token", token };
}

/**
 * The time limit in milliseconds: Docker would wait forever, its users would not. Half a second below the documented limit, as a margin.
 */
const TOTAL_MS = 9500;

/** The time limit for AWS if a usable cached token exists, in milliseconds. */
const REFRESH_MS = 5000;

/**
 * How long to wait for another process that calls AWS, in milliseconds, with and without a usable cached token. After that, call AWS as
 * well.
 */
const LOCK_MS = { usable: REFRESH_MS + 500, none: 8000 } as const;

/** How often a definition may change while its lock is awaited, before the process continues with what it has. */
const MAX_CHANGES = 3;

/**
 * Requests a new token and caches it. One process at a time calls AWS; the others wait and use its result, or its failure. If the
 * definition of the principal changes while this waits, it starts again with the new one.
 */
async function refreshCredential(
  located: LocatedCredential,
  ports: CredentialPorts,
): Promise<Credential> {
  let current = located;
  for (let change = 1;; change++) {
    const { clock } = ports;
    const waitsFrom = clock();
    using lock = await waitForLock(current, ports);
    const now = await relocateCredential(current, ports);
    if (change < MAX_CHANGES && !isSameDefinition(now.key.definition, current.key.definition)) {
      current = now;
      continue;
    }
    return await refreshLocked(now, ports, {
      lock: isSameDefinition(now.key.definition, current.key.definition) ? lock : undefined,
      waitsFrom,
    });
  }
}

/** @param lock The lock of the credential's key; undefined if this process does not hold it. */
async function refreshLocked(
  located: LocatedCredential,
  ports: CredentialPorts,
  { lock, waitsFrom }: { readonly lock: Disposable | undefined; readonly waitsFrom: Date },
): Promise<Credential> {
  const { cache, clock } = ports;
  const { definition } = located.key;
  const waitedMs = Math.max(0, clock().getTime() - waitsFrom.getTime());
  const entry = await cache.read(located.key);
  if (entry?.token !== undefined && isFresh(entry.token, clock(), definition)) {
    return { kind: "token", token: entry.token };
  }
  try {
    throwShared(entry?.failure, waitsFrom, clock());
    const timeoutMs = isUsableEntry(entry, clock())
      ? REFRESH_MS
      : TOTAL_MS - Math.min(waitedMs, LOCK_MS.none);
    return { kind: "token", token: await issue(located, ports, timeoutMs) };
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    // Without the lock, the file belongs to the process that holds it.
    if (lock !== undefined) await noteFailure(error, entry, located, ports);
    const token = entry?.token;
    if (token !== undefined && isOutage(error) && isUsable(token, clock())) {
      return { kind: "stale", token, error };
    }
    throw error;
  }
}

async function waitForLock(
  { key }: LocatedCredential,
  { cache, clock, deadlines, locks }: CredentialPorts,
): Promise<Disposable | undefined> {
  const seen = await cache.read(key);
  const timeoutMs = isUsableEntry(seen, clock()) ? LOCK_MS.usable : LOCK_MS.none;
  using deadline = deadlines(TOTAL_MS);
  return await locks.hold(key, { signal: deadline.signal, timeoutMs });
}

/**
 * Calls AWS. The time to load the program does not count: on a build host that starts a hundred at once, that is seconds. The token is
 * stored under the definition that it was issued from, even if that is not the requested one.
 */
async function issue(
  located: LocatedCredential,
  ports: CredentialPorts,
  timeoutMs: number,
): Promise<EcrToken> {
  const { registry, pin, podRole, key } = located;
  const { cache, clock, environment } = ports;
  const source = await ports.source(pin);
  using deadline = ports.deadlines(timeoutMs);
  const { token, definition } = podRole === undefined
    ? await source.issue(registry, pin, deadline)
    : { token: await source.issueForPod(registry, podRole, deadline), definition: key.definition };
  if (definition !== undefined) {
    await cache.write({ registry, definition }, {
      host: registry.host,
      label: credentialLabel(located, environment),
      ...(token.principal === undefined ? {} : { principal: token.principal }),
      token: { ...token, issuedAt: clock() },
    });
  }
  return token;
}

/**
 * Records a failure for the waiting processes. A token whose principal was denied is removed, so that a later outage cannot bring it back.
 * While AWS was called, a login may have stored another token, or a logout removed it: neither takes the lock, and neither is undone.
 *
 * @param entry What was there before the call.
 */
async function noteFailure(
  error: AtmosEcrError,
  entry: CacheEntry | undefined,
  located: LocatedCredential,
  { cache, clock, environment }: CredentialPorts,
): Promise<void> {
  // Only AWS knows the accounts that a login can access.
  const fromAws = error instanceof AwsError || error instanceof LoginError ||
    error.code === "ACCOUNT_NOT_FOUND";
  if (!fromAws) return;
  const now = await cache.read(located.key);
  const passwords = [entry, now].map((one) => one?.token?.password.expose());
  if (now?.token !== undefined && passwords[0] !== passwords[1]) return;
  await cache.write(located.key, {
    host: located.registry.host,
    label: credentialLabel(located, environment),
    ...(entry?.principal === undefined ? {} : { principal: entry.principal }),
    ...(now?.token === undefined || isDenial(error) ? {} : { token: now.token }),
    failure: shareFailure(error, clock()),
  });
}

/** Fails with the failure of the process that was awaited. */
function throwShared(failure: SharedFailure | undefined, waitsFrom: Date, now: Date): void {
  if (failure === undefined || failure.at <= waitsFrom || failure.at > now) return;
  const error = sharedError(failure);
  if (error !== undefined) throw error;
}

function isUsableEntry(entry: CacheEntry | undefined, now: Date): boolean {
  return entry?.token !== undefined && isUsable(entry.token, now);
}

/** The name of a registry's principal, to display; never a key. */
export function credentialLabel({ pin, podRole, key }: LocatedCredential, environment: Environment): string {
  if (podRole !== undefined) return podRole.roleArn;
  return pin === undefined ? ambientLabel(key.definition, (name) => environment.get(name)) : pinLabel(pin);
}
