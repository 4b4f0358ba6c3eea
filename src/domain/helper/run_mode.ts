/** What the program is, by the name it was called and its first argument. */
export type RunMode =
  /** The command line for people and scripts. */
  | { readonly kind: "cli" }
  /** The version and nothing else: common in scripts, and the command line is not needed for it. */
  | { readonly kind: "version" }
  /** Docker's credential helper. */
  | {
    readonly kind: "helper";
    /** How it was called, for usage and version lines: `docker-credential-atmos-ecr`, `atmos-ecr credential`. */
    readonly name: string;
    /** What follows: the verb, if all is well. */
    readonly args: readonly string[];
  }
  /** Kubernetes' image credential provider. */
  | { readonly kind: "kubelet"; readonly args: readonly string[] };

/**
 * Docker runs `docker-credential-<suffix>`, where the suffix is whatever `credHelpers` says; ours are `atmos-ecr` and, to take the place
 * of amazon-ecr-credential-helper, `ecr-login`. Reference: https://github.com/docker/docker-credential-helpers#usage
 */
const HELPER_NAME_REGEXP = /^docker-credential-.+$/;

/** By which a launcher passes on the name that it was called by itself, as in `credential --called-as docker-credential-ecr-login get`. */
export const CALLED_AS = "--called-as";

/**
 * Decides what to be. The name wins over the arguments.
 *
 * @param argv0 The path or name that the program was called by; empty when that does not matter.
 * @param args What follows it.
 */
export function selectRunMode(argv0: string, args: readonly string[]): RunMode {
  const name = (argv0.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "");
  if (HELPER_NAME_REGEXP.test(name)) return { kind: "helper", name, args };
  const [command, ...rest] = args;
  // Help is the command line's business, under every command.
  if (rest.some((arg) => arg === "-h" || arg === "--help")) return { kind: "cli" };
  if (command === "credential") {
    const [flag, given = "", ...verbs] = rest;
    return flag === CALLED_AS && HELPER_NAME_REGEXP.test(given)
      ? { kind: "helper", name: given, args: verbs }
      : { kind: "helper", name: "atmos-ecr credential", args: rest };
  }
  if (command === "kubelet") return { kind: "kubelet", args: rest };
  if (command === "--version" && rest.length === 0) return { kind: "version" };
  return { kind: "cli" };
}
