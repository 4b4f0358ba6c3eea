import { UsageError } from "../errors/errors.ts";

/** The registries selected by the command line. */
export interface Selection {
  /** Names of integrations. */
  readonly integrations: readonly string[];
  /** `--identity NAME`; `true` without a name. */
  readonly identity?: string | true | undefined;
  /** `--aws-profile NAME`. */
  readonly awsProfile?: string | undefined;
  /** `--registry HOST`, as typed. */
  readonly registries: readonly string[];
  /** `--public`. */
  readonly public: boolean;
  /** `--all`. */
  readonly all: boolean;
}

/**
 * Checks that the parts of a selection do not exclude each other. Integrations and `--all` have their own identities; registries and
 * `--public` use `--identity` or the environment.
 *
 * @throws {UsageError} `USAGE`, naming both parts.
 */
export function checkSelection(selection: Selection): void {
  const [integration] = selection.integrations;
  if (selection.awsProfile !== undefined) checkProfileSelection(selection);
  const identity = selection.identity !== undefined && "--identity";
  const byHand = (selection.registries.length > 0 && "--registry") || (selection.public && "--public");
  if (integration !== undefined) {
    const other = byHand || identity || (selection.all && "--all");
    if (other) throw exclusive(`integration "${integration}"`, other);
  }
  if (selection.all) {
    const other = byHand || identity;
    if (other) throw exclusive("--all", other);
  }
}

/** A profile selects credentials only; the registries must be selected as well. */
function checkProfileSelection(
  { integrations: [integration], identity, all, registries, ...rest }: Selection,
): void {
  if (integration !== undefined) {
    throw new UsageError(`Cannot use --aws-profile for "${integration}": it is not an ECR registry host`, {
      hint: "Specify registry hosts, or omit --aws-profile to use the identity of an integration",
    });
  }
  const other = (identity !== undefined && "--identity") || (all && "--all");
  if (other) throw exclusive(other, "--aws-profile");
  if (registries.length > 0 || rest.public) return;
  throw new UsageError("Cannot determine the registries: --aws-profile requires a registry host", {
    hint: "Specify HOST, --registry HOST or --public",
  });
}

function exclusive(one: string, other: string): UsageError {
  return new UsageError(`Cannot combine ${one} with ${other}`, {
    hint: `Use only one of them: ${one} already determines the identity for each registry`,
  });
}
