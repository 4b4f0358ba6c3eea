import type { UserIdentity } from "../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import type { StepCredentials } from "../../domain/identity/credentials.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { CallerIdentities, MfaProof, SecurityTokenService } from "../../ports/aws.ts";
import type { StoredKeys, StoredUserKeys } from "../../ports/sessions.ts";
import type { Notes } from "../../ports/terminal.ts";
import { type IdentityStep, type StepContext, stsRegion } from "./contract/identity_step.ts";
import type { MfaCodes } from "./mfa_codes.ts";
import { webFlow, type WebFlowPorts } from "./web_flow.ts";

/** What the step calls. */
export interface UserPorts {
  readonly sts: SecurityTokenService & CallerIdentities;
  /** Where to search for keys that are not in the configuration, in this order. */
  readonly storedKeys: readonly StoredUserKeys[];
  readonly notes: Notes;
  readonly signIn: Pick<WebFlowPorts, "service" | "logins">;
  readonly sso: Pick<WebFlowPorts, "browser" | "callbacks">;
  readonly prompter: WebFlowPorts["prompter"];
  readonly clock: WebFlowPorts["clock"];
  readonly options: WebFlowPorts["options"];
}

/** The default duration of a user's session: 12 hours, as in Atmos. */
const DEFAULT_SESSION_SECONDS = 43_200;

/** The limits of AWS, in seconds. Reference: parameter DurationSeconds of API_GetSessionToken, and Atmos for the second. */
const SESSION_SECONDS = { min: 900, max: 43_200, maxWithMfa: 129_600 } as const;

/** Long-lived keys that were found. */
type UserKeys = Extract<StoredKeys, { readonly kind: "keys" }>;

/**
 * An IAM user: long-lived keys, exchanged for a session. The keys themselves are never passed on.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function userStep(ports: UserPorts, codes: MfaCodes): IdentityStep<UserIdentity> {
  const { sts, notes, options } = ports;
  // Once per process: the user may have to unlock a keyring, and two different states would be worse than an old one.
  const found = new Map<string, Promise<FoundKeys>>();
  const find = (identity: UserIdentity, context: StepContext): Promise<FoundKeys> => {
    const key = JSON.stringify([identity.name, context.realm]);
    const keys = found.get(key) ?? findKeys(identity, context, ports);
    found.set(key, keys);
    return keys;
  };
  return {
    authenticate: async (identity, _base, context) => {
      const { deadline, partition, realm } = context;
      const signIn = async (reasons: readonly string[]): Promise<StepCredentials> => {
        const region = stsRegion(identity.region?.value, undefined, partition);
        const request = { identity, realm, region, deadline, reasons };
        return { kind: "aws", ...await webFlow(request, { ...ports, ...ports.signIn, ...ports.sso }) };
      };
      if (options.webFlow === true && identity.webflowEnabled === false) throw disabled(identity);
      if (options.webFlow === true) return await signIn([]);
      const keys = await find(identity, context);
      if (keys.kind === "none") {
        if (identity.webflowEnabled === false) throw keyless(identity, keys.reasons);
        return await signIn(keys.reasons);
      }
      if (identity.keys === undefined) {
        notes.debug(`Using the access keys of identity "${identity.name}" from ${keys.from}`);
      }
      const region = stsRegion(identity.region?.value, undefined, partition);
      const serialNumber = identity.mfaArn?.value ?? keys.mfaArn;
      const durationSeconds = sessionSeconds(identity, keys, serialNumber !== undefined);
      const { accessKeyId, secretAccessKey } = keys;
      const open = (mfa?: MfaProof): ReturnType<SecurityTokenService["getSessionToken"]> =>
        sts.getSessionToken({ accessKeyId, secretAccessKey, region }, { durationSeconds, mfa }, {
          region,
          endpointUrl: identity.endpointUrl,
          signal: deadline.signal,
        });
      const session = serialNumber === undefined ? await open() : await codes.prove(
        { identity: identity.name, serialNumber, process: identity.mfaProcess },
        deadline,
        open,
      );
      return { kind: "aws", region, ...session };
    },
    owner: async (identity, context) => {
      const keys = await find(identity, context);
      if (keys.kind === "none") return undefined;
      const { deadline, partition } = context;
      const { accessKeyId, secretAccessKey } = keys;
      const region = stsRegion(identity.region?.value, undefined, partition);
      return await sts.getCallerIdentity({ accessKeyId, secretAccessKey, region }, {
        region,
        signal: deadline.signal,
      });
    },
    keys: async (identity, context) => {
      // Keys in the configuration are part of its definition.
      if (identity.keys !== undefined) return undefined;
      const keys = await find(identity, context);
      if (keys.kind === "keys") return keys.accessKeyId;
      return keys.reasons.length === 0 ? null : undefined;
    },
  };
}

/** The keys of a user; `none` without keys, and why a store could not be searched. */
type FoundKeys = UserKeys | { readonly kind: "none"; readonly reasons: readonly string[] };

/** The keys of a user: those in the configuration, otherwise the first that a store has. The user may have to unlock a keyring. */
async function findKeys(
  identity: UserIdentity,
  { realm, deadline }: Pick<StepContext, "realm" | "deadline">,
  { storedKeys, prompter }: Pick<UserPorts, "storedKeys" | "prompter">,
): Promise<FoundKeys> {
  if (identity.keys !== undefined) return { kind: "keys", ...identity.keys, from: "the configuration" };
  using _pause = prompter.interactive ? deadline.pause() : undefined;
  const reasons: string[] = [];
  for (const place of storedKeys) {
    const found = await place.find({ name: identity.name, realm, keyring: identity.keyring });
    if (found.kind === "keys") return found;
    if (found.why !== undefined) reasons.push(found.why);
  }
  return { kind: "none", reasons };
}

/** The duration of the session: as configured, as stored with the keys, or 12 hours; within the limits of AWS. */
function sessionSeconds(identity: UserIdentity, keys: UserKeys, mfa: boolean): number {
  const { min, max, maxWithMfa } = SESSION_SECONDS;
  const wanted = identity.sessionSeconds ?? keys.sessionSeconds ?? DEFAULT_SESSION_SECONDS;
  return Math.min(Math.max(wanted, min), mfa ? maxWithMfa : max);
}

function disabled(identity: UserIdentity): ConfigError {
  return new ConfigError(
    "CONFIG_INVALID",
    `Cannot sign in as identity "${identity.name}" in the browser: webflow_enabled is false`,
    { hint: "Remove webflow_enabled, or omit --webflow", position: positionOf(identity.origin) },
  );
}

function keyless(identity: UserIdentity, reasons: readonly string[]): ConfigError {
  const usual = `Store keys with \`atmos-ecr auth user configure ${shellWord(identity.name)}\`, or ` +
    "set credentials.access_key_id and credentials.secret_access_key, or the variables named by their !env";
  return new ConfigError("CONFIG_INVALID", `Cannot use identity "${identity.name}": it has no access key`, {
    hint: [...reasons, usual].join(". "),
    position: positionOf(identity.origin),
  });
}
