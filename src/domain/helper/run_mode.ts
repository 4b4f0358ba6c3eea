/** The run mode, by the program's name and first argument. */
export type RunMode =
  /** The command line. */
  | { readonly kind: "cli" }
  /** Only the version: common in scripts, and does not need the command line. */
  | { readonly kind: "version" }
  /** Docker's credential helper. */
  | {
    readonly kind: "helper";
    /** Its name in usage and version lines: `docker-credential-atmos-ecr`, `atmos-ecr credential`. */
    readonly name: string;
    /** The arguments: normally the verb. */
    readonly args: readonly string[];
  }
  /** Kubernetes' image credential provider. */
  | { readonly kind: "kubelet"; readonly args: readonly string[] };

/**
 * Docker runs `docker-credential-<suffix>`, with the suffix in `credHelpers`; ours are `atmos-ecr` and, to replace
 * amazon-ecr-credential-helper, `ecr-login`. Reference: https://github.com/docker/docker-credential-helpers#usage
 */
const HELPER_NAME_REGEXP = /^docker-credential-.+$/;

/** With this flag, a launcher passes on its own name, as in `credential --called-as docker-credential-ecr-login get`. */
export const CALLED_AS = "--called-as";

/**
 * Selects the run mode. The name takes precedence over the arguments.
 *
 * @param argv0 The path or name of the program; empty if it does not matter.
 * @param args The arguments.
 */
export function selectRunMode(argv0: string, args: readonly string[]): RunMode {
  const name = (argv0.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "");
  if (HELPER_NAME_REGEXP.test(name)) return { kind: "helper", name, args };
  const [command, ...rest] = args;
  // Help belongs to the command line, for every command.
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
