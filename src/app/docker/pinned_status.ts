import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import type { RegistryState } from "../../domain/docker/registry_state.ts";
import { ERROR_CODES, type ErrorCode } from "../../domain/errors/error_codes.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { installCommand, loginCommand, repairCommand } from "../../domain/helper/words.ts";
import type { KnownPrincipal } from "../../domain/identity/credentials.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type CacheEntry, isFresh, type SharedFailure } from "../../domain/token/cache_entry.ts";
import { shareFailure } from "../../domain/token/token_failure.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Clock } from "../../ports/time.ts";
import {
  type LocatedCredential,
  type LocatePorts,
  resolveCacheKey,
} from "../credential/locate_credential.ts";
import { asExpectedError } from "../expected_error.ts";
import { checkPin, type ConfiguredPrincipal, disagreement, type PinCheck } from "../pins/check_pin.ts";
import { type FindPinPorts, findRegistryPin } from "../pins/find_pin.ts";
import type { PinnedLoader } from "../pins/pinned_loader.ts";
import { selectionFlags } from "../targets/selection.ts";
import { isLoginNeeded, type LoginNeededPorts } from "./login_needed.ts";

/** What is examined for a registry that this program's helper serves. None of it uses the network. */
export type PinnedStatusPorts =
  & LocatePorts
  & FindPinPorts
  & LoginNeededPorts
  & Pick<AppContext, "tokens" | "clock" | "configSelection">;

/** The state of a registry that this program's helper serves. */
export interface PinnedStatus {
  readonly state: RegistryState;
  readonly identity?: string;
  readonly awsProfile?: string;
  readonly principal?: KnownPrincipal;
  /** The expiry of the cached token, by this machine's clock; undefined if there is none or it has expired. */
  readonly expiresAt?: Date;
  readonly failure?: SharedFailure;
  /** The command that repairs it, or that updates the pin. */
  readonly command?: string;
  /** How the pin differs from its configuration, or from the one here, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Examines the pin of a registry, its configuration, its sessions and its cached token.
 *
 * @param helper The name under which Docker runs this program: only `ecr-login` works without a pin.
 * @param here The principal that the configuration here links to the registry.
 * @param load Reads the configuration of its pin with all integrations.
 */
export async function pinnedStatus(
  registry: Registry,
  { helper, here, load }: {
    readonly helper: string;
    readonly here: ConfiguredPrincipal | undefined;
    readonly load: PinnedLoader;
  },
  ports: PinnedStatusPorts,
): Promise<PinnedStatus> {
  const flags = selectionFlags(ports.configSelection);
  let pin: RegistryPin | undefined;
  try {
    pin = await findRegistryPin(registry, ports);
  } catch (error) {
    return broken(error, `atmos-ecr docker install ${registry.host}${flags}`, ports.clock);
  }
  if (pin === undefined && helper === HELPER_SUFFIX) {
    return {
      state: "broken",
      command: `atmos-ecr docker install ${registry.host}${flags}`,
      notes: [`${registry.host} is not pinned here: the helper provides no credentials for it`],
    };
  }
  const whose = definedFields({
    identity: pin?.kind === "identity" ? pin.identity : undefined,
    awsProfile: pin?.kind === "aws-profile" ? pin.profile : undefined,
  });
  const check: PinCheck = pin === undefined
    ? { kind: "agrees", resolved: undefined }
    : await checkPin(pin, load);
  if (check.kind === "broken") {
    const command = pin === undefined ? undefined : repairCommand(check.error, pin);
    const notes = [`The helper can no longer log in to ${registry.host}. ${check.error.message}`];
    return { ...broken(check.error, command, ports.clock), ...whose, notes };
  }
  let located: LocatedCredential;
  try {
    located = await resolveCacheKey(registry, pin, ports);
  } catch (error) {
    const failure = asExpectedError(error);
    const command = pin === undefined ? undefined : repairCommand(failure, pin);
    return { ...broken(failure, command, ports.clock), ...whose };
  }
  const entry = await ports.tokens.read(located.key);
  const apart = pin === undefined ? undefined : disagreement(here, check);
  const notes = pin === undefined ? [] : [
    ...(check.kind === "differs" ? [`${pin.host} is pinned to "${pinLabel(pin)}", but ${check.state}`] : []),
    ...(apart === undefined ? [] : [`${pin.host} is pinned to "${pinLabel(pin)}", but ${apart}`]),
  ];
  const state = await stateOf(check, entry, located, ports);
  const named = check.kind === "differs" ? check.named : pin;
  const mend = state === "login_needed"
    ? named === undefined ? undefined : loginCommand(named, entry?.failure?.hint)
    : apart !== undefined
    ? `atmos-ecr docker install ${registry.host} --repin${flags}`
    : check.kind === "differs"
    ? installCommand(check.named)
    : undefined;
  const end = entry?.token?.expiresAt;
  return {
    state,
    ...whose,
    ...definedFields({
      principal: entry?.principal,
      expiresAt: end !== undefined && end > ports.clock() ? end : undefined,
      failure: entry?.failure,
      command: mend,
    }),
    notes,
  };
}

async function stateOf(
  check: Exclude<PinCheck, { readonly kind: "broken" }>,
  entry: CacheEntry | undefined,
  located: LocatedCredential,
  ports: PinnedStatusPorts,
): Promise<RegistryState> {
  const { token, failure } = entry ?? {};
  const { definition } = located.key;
  const now = ports.clock();
  const isValid = token !== undefined && token.expiresAt > now;
  if (isValid && isFresh(token, now, definition)) return "ready";
  // The helper renews a stale token before it returns one.
  const renewable = isValid ? "ready" : "no_token";
  if (check.resolved !== undefined) {
    const { chain, realm } = check.resolved;
    return await isLoginNeeded(chain, realm, ports) ? "login_needed" : renewable;
  }
  // For the environment and profiles, only the last attempt tells the principal.
  if (failure !== undefined && isLoginMissing(failure.code)) return "login_needed";
  return definition.steps.length === 0 ? "login_needed" : renewable;
}

function isLoginMissing(code: string): boolean {
  return code === "AWS_CREDENTIALS_EXPIRED" || code === "AWS_CREDENTIALS_MISSING" ||
    (Object.hasOwn(ERROR_CODES, code) && ERROR_CODES[code as ErrorCode].exit === "loginRequired");
}

function broken(error: unknown, command: string | undefined, clock: Clock): PinnedStatus {
  return {
    state: "broken",
    failure: shareFailure(asExpectedError(error), clock()),
    ...definedFields({ command }),
    notes: [],
  };
}
