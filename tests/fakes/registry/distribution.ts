/**
 * The OCI distribution API over one registry's repositories, after authentication.
 *
 * Reference: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 *
 * @module
 */
import { headerValue, type HttpReply, type HttpRequest } from "../http/loopback_server.ts";
import { contentReply, ociError, ociReply } from "./oci_reply.ts";
import type { Repository } from "./repository.ts";
import { digestOf } from "./tiny_image.ts";

/** Finds a repository by name; ECR makes none on push. */
export type RepositoryLookup = (name: string) => Repository | undefined;

interface Place {
  readonly request: HttpRequest;
  readonly name: string;
  readonly repository: Repository;
  /** A tag, digest or upload id. */
  readonly reference: string;
  readonly query: URLSearchParams;
}

const ROUTES: readonly (readonly [methods: string, path: RegExp, serve: (place: Place) => HttpReply])[] = [
  ["GET", /^\/v2\/(?<name>.+)\/tags\/list$/, listTags],
  ["GET HEAD", /^\/v2\/(?<name>.+)\/manifests\/(?<reference>[^/]+)$/, getManifest],
  ["PUT", /^\/v2\/(?<name>.+)\/manifests\/(?<reference>[^/]+)$/, putManifest],
  ["POST", /^\/v2\/(?<name>.+)\/blobs\/uploads\/$/, startUpload],
  ["PATCH", /^\/v2\/(?<name>.+)\/blobs\/uploads\/(?<reference>[^/]+)$/, appendUpload],
  ["PUT", /^\/v2\/(?<name>.+)\/blobs\/uploads\/(?<reference>[^/]+)$/, endUpload],
  ["GET HEAD", /^\/v2\/(?<name>.+)\/blobs\/(?<reference>[^/]+)$/, getBlob],
];

/** Answers a request for anything below `/v2/`. */
export function serveDistribution(request: HttpRequest, find: RepositoryLookup): HttpReply {
  const url = new URL(request.target, "http://registry.invalid");
  if (url.pathname === "/v2/") return ociReply(200, "{}", { "content-type": "application/json" });
  for (const [methods, path, serve] of ROUTES) {
    const groups = path.exec(url.pathname)?.groups;
    if (groups === undefined || !methods.split(" ").includes(request.method)) continue;
    const { name = "", reference = "" } = groups;
    const repository = find(name);
    if (repository === undefined) {
      return ociError("NAME_UNKNOWN", `The repository with name '${name}' does not exist in the registry`);
    }
    return serve({ request, name, repository, reference, query: url.searchParams });
  }
  return ociError("UNSUPPORTED", "The operation is unsupported");
}

function listTags({ name, repository }: Place): HttpReply {
  const body = JSON.stringify({ name, tags: repository.tags });
  return ociReply(200, body, { "content-type": "application/json" });
}

function getManifest({ repository, reference }: Place): HttpReply {
  const manifest = repository.manifest(reference);
  return manifest === undefined
    ? ociError("MANIFEST_UNKNOWN", "Requested image not found")
    : contentReply(manifest);
}

function putManifest({ request, name, repository, reference }: Place): HttpReply {
  const { body } = request;
  if (reference.includes(":") && reference !== digestOf(body)) {
    return ociError("DIGEST_INVALID", "The manifest does not match its digest");
  }
  const references = referencesOf(body);
  if (references === undefined) return ociError("MANIFEST_INVALID", "The manifest is no JSON object");
  const missing = references.find((digest) => repository.blob(digest) === undefined);
  if (missing !== undefined) return ociError("MANIFEST_BLOB_UNKNOWN", `There is no blob ${missing}`);
  const mediaType = headerValue(request, "content-type") ?? "application/octet-stream";
  const digest = repository.putManifest(reference, { mediaType, bytes: body });
  return ociReply(201, "", { location: `/v2/${name}/manifests/${digest}`, "docker-content-digest": digest });
}

function getBlob({ repository, reference }: Place): HttpReply {
  const blob = repository.blob(reference);
  return blob === undefined ? ociError("BLOB_UNKNOWN", "There is no such blob") : contentReply(blob);
}

function startUpload(place: Place): HttpReply {
  const id = place.repository.startUpload();
  if (place.query.has("digest")) return endUpload({ ...place, reference: id });
  return ociReply(202, "", { location: `/v2/${place.name}/blobs/uploads/${id}`, range: "0-0" });
}

function appendUpload({ request, name, repository, reference }: Place): HttpReply {
  const bytes = repository.appendUpload(reference, request.body);
  if (bytes === undefined) return ociError("BLOB_UPLOAD_UNKNOWN", "There is no such upload");
  const range = `0-${Math.max(0, bytes.byteLength - 1)}`;
  return ociReply(202, "", { location: `/v2/${name}/blobs/uploads/${reference}`, range });
}

function endUpload({ request, name, repository, reference, query }: Place): HttpReply {
  const bytes = repository.appendUpload(reference, request.body);
  if (bytes === undefined) return ociError("BLOB_UPLOAD_UNKNOWN", "There is no such upload");
  repository.endUpload(reference);
  const digest = digestOf(bytes);
  if (digest !== query.get("digest")) return ociError("DIGEST_INVALID", "The blob does not match its digest");
  repository.putBlob({ mediaType: "application/octet-stream", bytes });
  return ociReply(201, "", { location: `/v2/${name}/blobs/${digest}`, "docker-content-digest": digest });
}

/** The digests of a manifest's config and layers; `undefined` for what is no manifest. */
function referencesOf(body: Uint8Array): readonly string[] | undefined {
  try {
    const { config, layers }: { config?: { digest: string }; layers?: { digest: string }[] } = JSON.parse(
      new TextDecoder().decode(body),
    );
    return [...config === undefined ? [] : [config], ...layers ?? []].map((descriptor) => descriptor.digest);
  } catch {
    return undefined;
  }
}
