import type { HttpReply } from "../http/loopback_server.ts";
import { type Content, digestOf } from "./tiny_image.ts";

/** Codes of the OCI distribution specification that the fake uses. */
export type OciErrorCode =
  | "BLOB_UNKNOWN"
  | "BLOB_UPLOAD_UNKNOWN"
  | "DENIED"
  | "DIGEST_INVALID"
  | "MANIFEST_BLOB_UNKNOWN"
  | "MANIFEST_INVALID"
  | "MANIFEST_UNKNOWN"
  | "NAME_UNKNOWN"
  | "UNAUTHORIZED"
  | "UNSUPPORTED";

/** Reference: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
const STATUS: Readonly<Record<OciErrorCode, number>> = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 404,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_UNKNOWN: 404,
  UNAUTHORIZED: 401,
  UNSUPPORTED: 405,
};

/** An error in the form that every container client reads. */
export function ociError(
  code: OciErrorCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return ociReply(STATUS[code], JSON.stringify({ errors: [{ code, message }] }), {
    "content-type": "application/json",
    ...headers,
  });
}

/** An answer with the header that marks a registry. */
export function ociReply(
  status: number,
  body: HttpReply["body"] = "",
  headers: Readonly<Record<string, string>> = {},
): HttpReply {
  return { status, headers: { "docker-distribution-api-version": "registry/2.0", ...headers }, body };
}

/** A blob or manifest under its digest. */
export function contentReply(content: Content): HttpReply {
  return ociReply(200, content.bytes, {
    "content-type": content.mediaType,
    "docker-content-digest": digestOf(content.bytes),
  });
}
