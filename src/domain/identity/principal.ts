import { type AmbientSource, sourceName } from "./ambient_sources.ts";

/** Who a token is for, as far as that is known before anybody is asked. Two principals never share a token. */
export type Principal =
  /** An identity of a configuration. */
  | {
    readonly kind: "identity";
    /** The realm of its sessions; empty for none. */
    readonly realm: string;
    /** The name, folded. */
    readonly name: string;
    /** What tells its configuration from another: absolute paths of the top-level files, then the profiles and the base path. */
    readonly origin: readonly string[];
    /** For an identity of kind `aws/ambient`, which is whoever the environment is: its sources. */
    readonly sources?: readonly AmbientSource[];
  }
  /** The environment's own credentials. */
  | { readonly kind: "environment"; readonly sources: readonly AmbientSource[] }
  /** The role of a pod, taken with the token of its service account. */
  | {
    readonly kind: "service-account";
    readonly roleArn: string;
    /** `iss` and `sub` of the token. The token itself changes every hour. */
    readonly issuer: string;
    readonly subject: string;
  };

/** A principal as a list in which every place has one meaning, for keys. */
export type PrincipalParts = readonly (string | readonly (readonly string[])[] | readonly string[])[];

/** A principal as a list. Different principals give different lists. */
export function principalParts(principal: Principal): PrincipalParts {
  if (principal.kind === "service-account") {
    return ["service-account", principal.roleArn, principal.issuer, principal.subject];
  }
  const sources = principal.sources?.map(sourceParts) ?? [];
  return principal.kind === "environment"
    ? ["environment", sources]
    : ["identity", principal.realm, principal.name, principal.origin, sources];
}

/** How a principal is shown. Holds no key. */
export function principalLabel(principal: Principal): string {
  if (principal.kind === "identity") return principal.name;
  if (principal.kind === "service-account") return principal.roleArn;
  const [first] = principal.sources;
  return first === undefined ? "the environment" : sourceName(first);
}

function sourceParts(source: AmbientSource): readonly string[] {
  switch (source.kind) {
    case "keys":
      return [source.kind, source.accessKeyId];
    case "profile":
      return [source.kind, source.name, source.configFile, source.credentialsFile];
    case "web-identity":
      return [source.kind, source.roleArn, source.tokenFile];
    case "container":
      return [source.kind, source.uri];
    case "instance":
      return [source.kind, source.endpoint];
  }
}
