import { UsageError } from "../errors/errors.ts";
import { asFields, type Fields } from "../files/json_fields.ts";
import { parseRegistry } from "../registry/parse_registry.ts";
import type { Registry } from "../registry/registry.ts";
import { MIN_LEFT_MS } from "../token/cache_entry.ts";
import type { EcrToken } from "../token/ecr_token.ts";
import { type PodRole, readPodRole } from "./pod_role.ts";

/**
 * Versions of the API. A response must have the version of its request: the kubelet rejects any other.
 *
 * Reference: `apiVersions` and `ExecPlugin` in
 * https://github.com/kubernetes/kubernetes/blob/01302639f593/pkg/credentialprovider/plugin/plugin.go
 */
export const API_VERSIONS = [
  "credentialprovider.kubelet.k8s.io/v1",
  "credentialprovider.kubelet.k8s.io/v1beta1",
  "credentialprovider.kubelet.k8s.io/v1alpha1",
] as const;

type ApiVersion = typeof API_VERSIONS[number];

const REQUEST_KIND = "CredentialProviderRequest";

/** The maximum size of a request, in bytes: image names have some hundred, service account tokens some thousand. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** The used part of the kubelet's request. */
export interface CredentialRequest {
  readonly apiVersion: ApiVersion;
  readonly registry: Registry;
  /** The role of the pod's service account; undefined for the identity of the host. */
  readonly podRole: PodRole | undefined;
}

/**
 * Parses a `CredentialProviderRequest`. Unknown fields are ignored, as in all Kubernetes APIs.
 *
 * Reference: https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/
 *
 * @throws {UsageError} `USAGE`, with the field, if it is invalid, or if the role of its service account cannot be assumed.
 * @throws {RegistryError} `REGISTRY_INVALID` if the image is not in an ECR registry.
 */
export function readCredentialRequest(bytes: Uint8Array): CredentialRequest {
  const { apiVersion: version, kind, image, serviceAccountToken, serviceAccountAnnotations } = readFields(
    bytes,
  );
  const apiVersion = API_VERSIONS.find((known) => known === version);
  if (apiVersion === undefined) {
    throw invalid("apiVersion", `must be ${API_VERSIONS.join(" or ")}, not ${shown(version)}`);
  }
  if (kind !== REQUEST_KIND) throw invalid("kind", `must be ${REQUEST_KIND}, not ${shown(kind)}`);
  if (typeof image !== "string" || image === "") throw invalid("image", "must be the name of an image");
  const registry = parseRegistry(image);
  const token = readToken(serviceAccountToken);
  const annotations = readAnnotations(serviceAccountAnnotations);
  return { apiVersion, registry, podRole: readPodRole({ token, annotations }, registry) };
}

function readFields(bytes: Uint8Array): Fields {
  if (bytes.length > MAX_REQUEST_BYTES) throw unreadable("it is longer than 64 KiB");
  if (bytes.length === 0) throw unreadable("it is empty");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw unreadable("it is not JSON");
  }
  const fields = asFields(value);
  if (fields === undefined) throw unreadable("it is not a JSON object");
  return fields;
}

function readToken(value: unknown): string | undefined {
  // Go may send null, or an empty text, for an absent value.
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw invalid("serviceAccountToken", `must be a string, not ${shown(value)}`);
}

function readAnnotations(value: unknown): Readonly<Record<string, string>> {
  const fields = asFields(value ?? {});
  if (fields !== undefined && Object.values(fields).every((text) => typeof text === "string")) {
    return fields as Readonly<Record<string, string>>;
  }
  throw invalid("serviceAccountAnnotations", "must be a map of strings");
}

function unreadable(state: string): UsageError {
  return new UsageError(`Cannot read a ${REQUEST_KIND} from standard input: ${state}`, {
    hint: "The kubelet runs this command; see docs/kubernetes",
  });
}

function invalid(field: string, state: string): UsageError {
  return new UsageError(`Cannot use the ${REQUEST_KIND}: ${field} ${state}`, {
    hint: `Send a ${REQUEST_KIND} of ${API_VERSIONS[0]}`,
  });
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  return typeof value === "string" ? `"${value.slice(0, 100)}"` : `a ${typeof value}`;
}

/**
 * A duration in the format of the Kubernetes API, which is Go's: `11h59m30s`, `59m0s`, `0s`. Parts of a second are dropped.
 *
 * Reference: https://pkg.go.dev/time#Duration.String
 *
 * @param milliseconds Below zero counts as zero.
 */
export function goDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total % 3600 / 60)];
  const seconds = `${total % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/**
 * The response to the kubelet, with the field names of its API.
 *
 * Reference: https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/
 */
interface CredentialResponse {
  readonly apiVersion: ApiVersion;
  readonly kind: "CredentialProviderResponse";
  /** `Registry`: one response serves every image of the host. */
  readonly cacheKeyType: "Registry";
  /** How long the kubelet may cache the response; `0s` for not at all. */
  readonly cacheDuration: string;
  /** Logins by host. */
  readonly auth: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
}

/**
 * The response to a request.
 *
 * @param now The time from which the remaining validity is counted. One minute is subtracted, so that no pull starts with a token that is
 * about to expire.
 */
export function credentialResponse(
  { apiVersion, registry }: Pick<CredentialRequest, "apiVersion" | "registry">,
  token: EcrToken,
  now: Date,
): CredentialResponse {
  return {
    apiVersion,
    kind: "CredentialProviderResponse",
    cacheKeyType: "Registry",
    cacheDuration: goDuration(token.expiresAt.getTime() - now.getTime() - MIN_LEFT_MS),
    auth: { [registry.host]: { username: token.username, password: token.password.expose() } },
  };
}
