import type { AppContext } from "../../ports/context.ts";
import { AtmosEcrError, DockerError } from "../../domain/errors/errors.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import type { IdentityPin, RegistryPin } from "../../domain/helper/registry_pin.ts";
import { resolvedKeyText } from "../../domain/helper/resolved_format.ts";
import { loginCommand } from "../../domain/helper/words.ts";
import { differingField } from "../../domain/identity/definition_difference.ts";
import type { PrincipalFacts } from "../../ports/aws.ts";
import type { Configurations } from "../../ports/config.ts";
import { loadPinned, type ResolvedPin, resolveLoaded } from "./resolve_pin.ts";

/** The helper's own way from a pin to a principal. Nothing of it runs or fetches anything, or asks the network. */
export type ProofPorts = Pick<AppContext, "pinned" | "facts">;

/** Proves pins, one after the other. */
export type PinProver = (host: string, pin: RegistryPin) => Promise<DockerError | undefined>;

/** Proves pins as {@linkcode provePin}, and reads what several of them have in common once. */
export function pinProver(ports: ProofPorts): PinProver {
  const known = new Map<string, ReturnType<typeof loadPinned>>();
  const read = async (pin: IdentityPin, configurations: Configurations): Promise<ResolvedPin> => {
    const key = resolvedKeyText({ ...pin, identity: "", provisioned: undefined });
    const loaded = known.get(key) ?? loadPinned(pin, configurations);
    known.set(key, loaded);
    return await resolveLoaded(pin, await loaded);
  };
  return (host, pin) =>
    provePin(host, pin, { facts: ports.facts, read: (one) => read(one, ports.pinned(one)) });
}

/** What the helper never does, as its errors say it, with what can be done about it. */
const NEVER: readonly (readonly [RegExp, string])[] = [
  [/does not run programs/, "Write the value literally, or read it from a variable with !env"],
  [/does not fetch files/, "Use a local copy of the file"],
];

/** How a pin is resolved. */
export interface ProvePinOptions {
  readonly facts: PrincipalFacts;
  /** What its configuration says, read as the helper reads it. */
  read(pin: IdentityPin): Promise<ResolvedPin>;
  /** Whether a login makes the pin, for which there is no way without the helper. */
  readonly byLogin?: true;
}

/**
 * Resolves a pin before it is written, exactly as the helper will.
 *
 * @param host As it was asked for.
 * @returns Why the helper could not use it, or would be another principal with it: `DOCKER_PIN_UNUSABLE`; undefined where all is well.
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
    const { configured } = await read(pin);
    const field = pin.definition === undefined ? undefined : differingField(pin.definition, configured);
    if (field === undefined) return undefined;
    return unusable(host, pin, {
      state: `it would resolve a different ${field} than this command`,
      hint: "Write the value literally, or use !env with a variable whose name does not start with ATMOS_",
    });
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    const [, advice] = NEVER.find(([words]) => words.test(error.message)) ?? [];
    const hint = advice === undefined
      ? error.hint?.replace("Set AWS_PROFILE to", "Pass --aws-profile")
      : byLogin === true
      ? `${advice}; or remove the helper: atmos-ecr docker uninstall ${host}`
      : `${advice}; without the helper, run \`${loginCommand(pin)}\``;
    return unusable(host, pin, { state: error.message, hint, error });
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
