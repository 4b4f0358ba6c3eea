/**
 * Verifies AWS Signature Version 4, written from AWS's specification and from nothing else: a signer's mistake must not be
 * downgradeToWarning by sharing its code.
 *
 * Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "../http/loopback_server.ts";

/** What an `Authorization` header claims. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case names, in the order of the header. */
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
}

const AUTHORIZATION_REGEXP =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})$/;

const AMZ_DATE_REGEXP = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** Reads an `Authorization` header; `undefined` when it is of another form. */
export function parseAuthorization(header: string): SignatureClaim | undefined {
  const match = AUTHORIZATION_REGEXP.exec(header);
  if (match === null) return undefined;
  const [, accessKeyId = "", date = "", region = "", service = "", signedHeaders = "", signature = ""] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/** Milliseconds since the epoch of an `x-amz-date` (`20150830T123600Z`); `undefined` when it is of another form. */
export function parseAmzDate(text: string): number | undefined {
  const match = AMZ_DATE_REGEXP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The inverse of {@linkcode parseAmzDate}. */
export function formatAmzDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Lower-case hexadecimal SHA-256. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Step 1: the request in the one spelling that both sides hash. */
export function canonicalRequest(request: HttpRequest, signedHeaders: readonly string[]): string {
  const [path = "", ...query] = request.target.split("?");
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query.join("?")),
    ...signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}`),
    "",
    signedHeaders.join(";"),
    sha256Hex(request.body),
  ].join("\n");
}

/** Step 2: the string that is signed. */
export function stringToSign(claim: SignatureClaim, amzDate: string, canonical: string): string {
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  return ["AWS4-HMAC-SHA256", amzDate, scope, sha256Hex(canonical)].join("\n");
}

/** Steps 3 and 4: whether the claim's signature is the one that this secret makes. Compares in constant time. */
export function isSignedBy(
  secretAccessKey: string,
  claim: SignatureClaim,
  options: { readonly request: HttpRequest; readonly amzDate: string },
): boolean {
  const canonical = canonicalRequest(options.request, claim.signedHeaders);
  let key: Uint8Array = hmac(`AWS4${secretAccessKey}`, claim.date);
  for (const part of [claim.region, claim.service, "aws4_request"]) key = hmac(key, part);
  const expected = hmac(key, stringToSign(claim, options.amzDate, canonical));
  const claimed = new Uint8Array(expected.byteLength);
  for (let index = 0; index < claimed.byteLength; index++) {
    claimed[index] = Number.parseInt(claim.signature.slice(index * 2, index * 2 + 2), 16);
  }
  return timingSafeEqual(expected, claimed);
}

function hmac(key: string | Uint8Array, data: string): Uint8Array {
  return createHmac("sha256", key).update(data).digest();
}

/** Dot segments and doubled slashes go, each segment is encoded once more: the rule for every service but S3. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const trailing = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.map(encode).join("/")}${trailing}`;
}

/** Pairs are decoded and encoded, so that both sides agree on the spelling, then sorted by name and value in code points. */
function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value.join("=")))] as const;
  });
  pairs.sort((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Values trimmed, runs of spaces made one, several lines of one name joined by commas in their order. */
function canonicalHeader(request: HttpRequest, name: string): string {
  return request.headerLines
    .filter(([line]) => line.toLowerCase() === name)
    .map(([, value]) => value.trim().replace(/ +/g, " "))
    .join(",");
}

/** RFC 3986: everything but the unreserved characters. `encodeURIComponent` leaves five of the reserved ones alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
