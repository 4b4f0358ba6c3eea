import { AtmosEcrError, DockerError } from "../../domain/errors/errors.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import type { IdentityPin, RegistryPin } from "../../domain/helper/registry_pin.ts";
import { loginCommand } from "../../domain/helper/words.ts";
import { checkPartition } from "../../domain/identity/chain_partition.ts";
import { differingField } from "../../domain/identity/definition_words.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { PrincipalFacts } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import { asExpectedError } from "../expected_error.ts";
import { pinnedLoader } from "./pinned_loader.ts";
import { type ResolvedPin, resolveLoaded } from "./resolve_pin.ts";

/** How the helper resolves a pin to a principal. Nothing of it runs, fetches, or uses the network. */
export type ProofPorts = Pick<AppContext, "pinned" | "facts">;

/** Verifies pins, one after another. */
export type PinProver = (host: string, pin: RegistryPin) => Promise<DockerError | undefined>;

/** Verifies pins like {@linkcode provePin}, and reads shared configurations once. */
export function pinProver(ports: ProofPorts): PinProver {
  const load = pinnedLoader((pin) => ports.pinned(pin));
  const read = async (pin: IdentityPin): Promise<ResolvedPin> => await resolveLoaded(pin, await load(pin));
  return (host, pin) => provePin(host, pin, { facts: ports.facts, read });
}

/** What the helper never does, as its errors describe it, and what to do instead. */
const NEVER: readonly (readonly [RegExp, string])[] = [
  [/does not run programs/, "Write the value literally, or read it from a variable with !env"],
  [/does not fetch files/, "Use a local copy of the file"],
];

/** How to resolve a pin. */
export interface ProvePinOptions {
  readonly facts: PrincipalFacts;
  /** Reads its configuration like the helper. */
  read(pin: IdentityPin): Promise<ResolvedPin>;
  /** Whether a login creates the pin, so that a login without the helper is not an alternative. */
  readonly byLogin?: true;
}

/**
 * Resolves a pin before it is written, exactly as the helper will.
 *
 * @returns Why the helper could not use it, or would resolve another principal: `DOCKER_PIN_UNUSABLE`; undefined if it can be used.
 */
export async function provePin(
  host: string,
  pin: RegistryPin,
  { facts, read, byLogin }: ProvePinOptions,
): Promise<DockerError | undefined> {
  try {
    if (pin.kind === "environment") return undefined;
    if (pin.kind === "aws-profile") {
      await facts.profile(pin);
      return undefined;
    }
    const { chain, configured } = await read(pin);
    checkPartition(chain, parseRegistry(host));
    const field = pin.definition === undefined ? undefined : differingField(pin.definition, configured);
    if (field === undefined) return undefined;
    return unusable(host, pin, {
      state: `it would resolve a different ${field} than this command`,
      hint: "Write the value literally, or use !env with a variable whose name does not start with ATMOS_",
    });
  } catch (error) {
    const failure = asExpectedError(error);
    const [, advice] = NEVER.find(([words]) => words.test(failure.message)) ?? [];
    const hint = advice === undefined
      ? failure.hint
      : byLogin === true
      ? `${advice}; or remove the helper: atmos-ecr docker uninstall ${host}`
      : `${advice}; without the helper, run \`${loginCommand(pin)}\``;
    return unusable(host, pin, { state: failure.message, hint, error: failure });
  }
}

function unusable(
  host: string,
  pin: RegistryPin,
  { state, hint, error }: {
    readonly state: string;
    readonly hint: string | undefined;
    readonly error?: AtmosEcrError;
  },
): DockerError {
  return new DockerError(
    "DOCKER_PIN_UNUSABLE",
    `Cannot install the helper for "${host}": it could not use ${pinSubject(pin)}. ${state}`,
    { hint, position: error?.position, cause: error },
  );
}
