/**
 * A first `auth` section, before it is text.
 *
 * @module
 */
import type { YamlMapping } from "./yaml_text.ts";

/** A provider that identities of the draft build upon. */
export interface DraftProvider {
  readonly name: string;
  readonly fields: YamlMapping;
}

/** An identity of the draft. */
export interface DraftIdentity {
  readonly name: string;
  readonly fields: YamlMapping;
  /** What stands above it in the file, as sentences on a line each; none where the fields say it all. */
  readonly comment?: string | undefined;
  /** The account that it leads to, 12 digits; undefined where only AWS can tell. */
  readonly account?: string | undefined;
  /** The region of its profile, where it comes from one. */
  readonly region?: string | undefined;
  /** The profile of the AWS files that it was made from. */
  readonly profile?: string | undefined;
}

/** What becomes the section, without its integrations. */
export interface AuthDraft {
  readonly providers: readonly DraftProvider[];
  /** Every identity, those that others build upon included, in the order of the file. */
  readonly identities: readonly DraftIdentity[];
  /** The names of those that were chosen; the first is the default. */
  readonly chosen: readonly string[];
}

/** An integration of the draft. */
export interface DraftIntegration {
  readonly name: string;
  readonly fields: YamlMapping;
}
