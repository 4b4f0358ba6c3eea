import { AtmosEcrError, AwsError, LoginError } from "../../domain/errors/errors.ts";
import { type CacheEntry, isFresh, isUsable, type SharedFailure } from "../../domain/token/cache_entry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { isDenial, isOutage } from "../../domain/token/outage.ts";
import { sharedError, shareFailure } from "../../domain/token/shared_failure.ts";
import { credentialLabel } from "./credential_label.ts";
import type { Credential, CredentialPorts } from "./credential_ports.ts";
import { definitionText } from "../../domain/identity/definition.ts";
import { type LocatedCredential, relocateCredential } from "./locate_credential.ts";

/**
 * How long an answer may take, in milliseconds: Docker gives a helper all the time in the world, and its users do not. Half a second
 * less than what is promised, for what is around it.
 */
const TOTAL_MS = 9500;

/** How long AWS is asked while a token is at hand that would do, in milliseconds. */
const REFRESH_MS = 5000;

/** How long to wait for another process that asks AWS, in milliseconds: with a token at hand, and without. Then ask as well. */
const LOCK_MS = { usable: REFRESH_MS + 500, none: 8000 } as const;

/** How often a definition may change while its lock is waited for, until the process goes on with what it has. */
const MAX_CHANGES = 3;

/**
 * Gets a new token into the cache. One process at a time calls AWS; those that waited for it take what it got, its failure included.
 * When the definition of the principal changes while this waits, it begins anew with the changed one.
 *
 * @throws {AtmosEcrError} Why there is none, when no cached one may stand in.
 */
export async function refreshCredential(
  located: LocatedCredential,
  ports: CredentialPorts,
): Promise<Credential> {
  let current = located;
  for (let change = 1;; change++) {
    const { clock } = ports;
    const waitsFrom = clock();
    using lock = await waitForLock(current, ports);
    const now = await relocateCredential(current, ports);
    if (change < MAX_CHANGES && !isSamePrincipal(now, current)) {
      current = now;
      continue;
    }
    return await refreshLocked(now, ports, {
      lock: isSamePrincipal(now, current) ? lock : undefined,
      waitsFrom,
    });
  }
}

/** @param lock That of the credential's key; undefined when this process does not hold it. */
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
    // Without the lock, the file belongs to the process that has it.
    if (lock !== undefined) await noteFailure(error, entry, { located, ports });
    const token = entry?.token;
    if (token !== undefined && isOutage(error) && isUsable(token, clock())) {
      return { kind: "stale", token, error };
    }
    throw error;
  }
}

function isSamePrincipal(a: LocatedCredential, b: LocatedCredential): boolean {
  return definitionText(a.key.definition) === definitionText(b.key.definition);
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
 * Calls AWS. What it takes to load the program does not count: on a build host where a hundred start at once, that is seconds. The token
 * is kept under the definition that it was issued from, were it another one than what was asked for.
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
 * Leaves word of a failure for the processes that wait. A token whose principal was denied goes, so that no later outage brings it
 * back.
 */
async function noteFailure(
  error: AtmosEcrError,
  entry: CacheEntry | undefined,
  { located, ports: { cache, clock, environment } }: {
    readonly located: LocatedCredential;
    readonly ports: CredentialPorts;
  },
): Promise<void> {
  if (!(error instanceof AwsError || error instanceof LoginError)) return;
  await cache.write(located.key, {
    host: located.registry.host,
    label: credentialLabel(located, environment),
    ...(entry?.principal === undefined ? {} : { principal: entry.principal }),
    ...(entry?.token === undefined || isDenial(error) ? {} : { token: entry.token }),
    failure: shareFailure(error, clock()),
  });
}

/** Fails with what the process met that this one has waited for. */
function throwShared(failure: SharedFailure | undefined, waitsFrom: Date, now: Date): void {
  if (failure === undefined || failure.at <= waitsFrom || failure.at > now) return;
  const error = sharedError(failure);
  if (error !== undefined) throw error;
}

function isUsableEntry(entry: CacheEntry | undefined, now: Date): boolean {
  return entry?.token !== undefined && isUsable(entry.token, now);
}
