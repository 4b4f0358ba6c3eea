import { UsageError } from "../errors/errors.ts";
import { parseRegistry } from "../registry/parse_registry.ts";
import type { Registry } from "../registry/registry.ts";
import { type PodRole, readPodRole } from "./pod_role.ts";

/**
 * Versions of the API. An answer has to be of the version of its request: the kubelet refuses another one.
 *
 * Reference: `apiVersions` and `ExecPlugin` in
 * https://github.com/kubernetes/kubernetes/blob/01302639f593/pkg/credentialprovider/plugin/plugin.go
 */
export const API_VERSIONS = [
  "credentialprovider.kubelet.k8s.io/v1",
  "credentialprovider.kubelet.k8s.io/v1beta1",
  "credentialprovider.kubelet.k8s.io/v1alpha1",
] as const;

/** One of {@linkcode API_VERSIONS}. */
export type ApiVersion = typeof API_VERSIONS[number];

/** The `kind` of a request. */
const REQUEST_KIND = "CredentialProviderRequest";

/** The most that a request may hold, in bytes: image names have some hundreds, service account tokens some thousands. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** The request of the kubelet, as far as it is used. */
export interface CredentialRequest {
  readonly apiVersion: ApiVersion;
  /** The registry of the image. */
  readonly registry: Registry;
  /** The role that the service account of the pod names; undefined for whoever answers for the host. */
  readonly podRole: PodRole | undefined;
}

/**
 * Reads a `CredentialProviderRequest`. Fields that are not known are left alone, as in all of Kubernetes' APIs.
 *
 * Reference: https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/
 *
 * @throws {UsageError} `USAGE`, with the field, when it is none, or its service account names a role that cannot be taken.
 * @throws {RegistryError} `REGISTRY_INVALID` when the image is in no registry of ECR.
 */
export function readCredentialRequest(bytes: Uint8Array): CredentialRequest {
  const fields = readFields(bytes);
  const apiVersion = readApiVersion(fields["apiVersion"]);
  if (fields["kind"] !== REQUEST_KIND) {
    throw invalid("kind", `must be ${REQUEST_KIND}, not ${shown(fields["kind"])}`);
  }
  const image = fields["image"];
  if (typeof image !== "string" || image === "") throw invalid("image", "must be the name of an image");
  const registry = parseRegistry(image);
  const token = readToken(fields["serviceAccountToken"]);
  const annotations = readAnnotations(fields["serviceAccountAnnotations"]);
  return { apiVersion, registry, podRole: readPodRole({ token, annotations }, registry) };
}

function readToken(value: unknown): string | undefined {
  // Go may send null, or an empty text, for what is not there.
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw invalid("serviceAccountToken", `must be a string, not ${shown(value)}`);
}

function readAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.every(([, text]) => typeof text === "string")) return Object.fromEntries(entries);
  }
  throw invalid("serviceAccountAnnotations", "must be a map of strings");
}

function readFields(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length > MAX_REQUEST_BYTES) throw unreadable("it is longer than 64 KiB");
  if (bytes.length === 0) throw unreadable("it is empty");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw unreadable("it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unreadable("it is not a JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}

function readApiVersion(value: unknown): ApiVersion {
  const known = API_VERSIONS.find((version) => version === value);
  if (known !== undefined) return known;
  throw invalid("apiVersion", `must be ${API_VERSIONS.join(" or ")}, not ${shown(value)}`);
}

function unreadable(state: string): UsageError {
  return new UsageError(`Cannot read a ${REQUEST_KIND} from standard input: ${state}`, {
    hint: "The kubelet runs this command; see docs/kubernetes",
  });
}

function invalid(
  field: string,
  state: string,
  details: { readonly hint: string } = { hint: `Send a ${REQUEST_KIND} of ${API_VERSIONS[0]}` },
): UsageError {
  return new UsageError(`Cannot use the ${REQUEST_KIND}: ${field} ${state}`, details);
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  return typeof value === "string" ? `"${value.slice(0, 100)}"` : `a ${typeof value}`;
}
