/**
 * A first `auth` section, before it is text.
 *
 * @module
 */
import type { YamlMapping } from "./yaml_text.ts";

/** A provider that identities of the draft are based on. */
export interface DraftProvider {
  readonly name: string;
  readonly fields: YamlMapping;
}

/** An identity of the draft. */
export interface DraftIdentity {
  readonly name: string;
  readonly fields: YamlMapping;
  /** The comment above it in the file, one sentence per line; none if the fields are self-explanatory. */
  readonly comment?: string | undefined;
  /** Its account, 12 digits; undefined if only AWS knows it. */
  readonly account?: string | undefined;
  /** The region of its profile, if it comes from one. */
  readonly region?: string | undefined;
  /** The AWS profile that it was created from. */
  readonly profile?: string | undefined;
}

/** The section without its integrations. */
export interface AuthDraft {
  readonly providers: readonly DraftProvider[];
  /** Every identity, including those that others are based on, in the order of the file. */
  readonly identities: readonly DraftIdentity[];
  /** The names of the selected ones; the first is the default. */
  readonly chosen: readonly string[];
}

/** An integration of the draft. */
export interface DraftIntegration {
  readonly name: string;
  readonly fields: YamlMapping;
}
