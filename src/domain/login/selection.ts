import { UsageError } from "../errors/errors.ts";

/** What the command line says about which registries are meant. */
export interface Selection {
  /** Names of integrations. */
  readonly integrations: readonly string[];
  /** `--identity NAME`; `true` when it was given without a name. */
  readonly identity?: string | true | undefined;
  /** `--registry HOST`, as typed. */
  readonly registries: readonly string[];
  /** `--public`. */
  readonly public: boolean;
  /** `--all`. */
  readonly all: boolean;
}

/**
 * Checks that the parts of a selection do not exclude each other. Integrations and `--all` bring their own identities; registries
 * and `--public` are logged in to by hand, with `--identity` or without.
 *
 * @throws {UsageError} `USAGE`, naming both parts.
 */
export function checkSelection(selection: Selection): void {
  const [integration] = selection.integrations;
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

function exclusive(one: string, other: string): UsageError {
  return new UsageError(`Cannot combine ${one} with ${other}`, {
    hint: `Give one of the two: ${one} already says which identity is used for which registry`,
  });
}
