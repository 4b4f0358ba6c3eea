import type { Via } from "../model/auth_config.ts";
import type { FieldReader } from "./field_reader.ts";

/** The hint for a `via`. */
const HINT = "Add via: {identity: NAME} or via: {provider: NAME}";

/** What an entry is based on: exactly one of `via.identity` and `via.provider`. Both, or none if one is required, are reported. */
export function readVia(reader: FieldReader, { required }: { readonly required: boolean }): Via | undefined {
  const via = reader.section("via");
  const identity = via.text("identity");
  const provider = via.text("provider");
  if (identity !== undefined && provider !== undefined) {
    reader.wrong("via", "specifies both an identity and a provider", "Keep one of them");
    return undefined;
  }
  if (identity !== undefined) return { kind: "identity", name: identity.value, origin: identity.origin };
  if (provider !== undefined) return { kind: "provider", name: provider.value, origin: provider.origin };
  if (required) via.missing(["identity", "provider"], HINT);
  return undefined;
}
