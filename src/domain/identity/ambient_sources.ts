/**
 * Where the environment's own AWS credentials would come from, told from its variables alone: nothing is asked of the network.
 *
 * @module
 */
import { absolutePath, sharedFilePaths, type Variable } from "../aws_files/file_paths.ts";

export { sharedFilePaths };

/** One link of the SDK's credential chain. */
export type AmbientSource =
  /** Keys in variables. */
  | { readonly kind: "keys"; readonly accessKeyId: string }
  /** A profile of the shared files, whose paths are part of who it is. */
  | {
    readonly kind: "profile";
    readonly name: string;
    readonly configFile: string;
    readonly credentialsFile: string;
  }
  /** A role that is taken with a signed token, as in EKS. */
  | { readonly kind: "web-identity"; readonly roleArn: string; readonly tokenFile: string }
  /** The endpoint of ECS, EKS Pod Identity and the like. */
  | { readonly kind: "container"; readonly uri: string }
  /** The instance's role. The endpoint is the one that a variable names, else empty. */
  | { readonly kind: "instance"; readonly endpoint: string };

/** What is known besides the variables. */
export interface AmbientFacts {
  /** The home directory; undefined when there is none. */
  readonly home: string | undefined;
  /** The working directory, which relative paths in variables start from. */
  readonly cwd: string;
  /** Whether the shared files give the profile `default` a source of credentials: asked only when {@linkcode asksDefaultProfile}. */
  readonly defaultProfile: boolean;
}

/**
 * The sources in the order in which they would be tried: keys in variables alone when there are any, else everything that could
 * answer, since a link that fails hands on to the next one. Environments with the same list get the same credentials.
 *
 * Reference: the order of `SdkAmbientCredentials`, which is that of `@aws-sdk/credential-provider-node` with keys before profiles.
 */
export function ambientSources(variable: Variable, facts: AmbientFacts): readonly AmbientSource[] {
  const accessKeyId = set(variable, "AWS_ACCESS_KEY_ID");
  if (accessKeyId !== undefined && set(variable, "AWS_SECRET_ACCESS_KEY") !== undefined) {
    return [{ kind: "keys", accessKeyId }];
  }
  const name = profileName(variable) ?? (facts.defaultProfile ? "default" : undefined);
  const roleArn = set(variable, "AWS_ROLE_ARN");
  const tokenFile = set(variable, "AWS_WEB_IDENTITY_TOKEN_FILE");
  return [
    ...(name === undefined ? [] : [{ kind: "profile", name, ...sharedFilePaths(variable, facts) } as const]),
    ...(roleArn === undefined || tokenFile === undefined
      ? []
      : [{ kind: "web-identity", roleArn, tokenFile: absolutePath(tokenFile, facts) } as const]),
    ...machineSource(variable),
  ];
}

/** Whether the sources depend on what the shared files say of the profile `default`. */
export function asksDefaultProfile(variable: Variable): boolean {
  return profileName(variable) === undefined &&
    (set(variable, "AWS_ACCESS_KEY_ID") === undefined ||
      set(variable, "AWS_SECRET_ACCESS_KEY") === undefined);
}

/** The name that is shown of a source. Never a key. */
export function sourceName(source: AmbientSource): string {
  switch (source.kind) {
    case "keys":
      return "the keys in AWS_ACCESS_KEY_ID";
    case "profile":
      return `profile ${source.name}`;
    case "web-identity":
      return `web identity ${source.roleArn}`;
    case "container":
      return "the container's credentials";
    case "instance":
      return "the instance's role";
  }
}

/** A container's variables keep the instance from being asked. */
function machineSource(variable: Variable): readonly AmbientSource[] {
  const relative = set(variable, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const uri = relative ?? set(variable, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (uri !== undefined) return [{ kind: "container", uri }];
  if (set(variable, "AWS_EC2_METADATA_DISABLED")?.toLowerCase() === "true") return [];
  return [{ kind: "instance", endpoint: set(variable, "AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "" }];
}

function profileName(variable: Variable): string | undefined {
  return set(variable, "AWS_PROFILE") ?? set(variable, "AWS_DEFAULT_PROFILE");
}

function set(variable: Variable, name: string): string | undefined {
  const value = variable(name);
  return value === "" ? undefined : value;
}
