import { randomUUID } from "node:crypto";
import type { HttpReply } from "../http/loopback_server.ts";
import { type CommonFault, faultFacts, type Protocol, type ResultValue, type SpecificFault } from "./wire.ts";

/** Reference: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and aws/aws-sdk-java-v2#1649 for `ExpiredToken`. */
const FAULTS: Readonly<Record<CommonFault, SpecificFault>> = {
  "missing-token": { status: 403, code: "MissingAuthenticationToken" },
  "incomplete-signature": { status: 400, code: "IncompleteSignature" },
  "unknown-key": { status: 403, code: "InvalidClientTokenId" },
  "expired-token": { status: 403, code: "ExpiredToken" },
  "bad-signature": { status: 403, code: "SignatureDoesNotMatch" },
  "denied": { status: 403, code: "AccessDenied" },
  "throttled": { status: 400, code: "Throttling" },
  "unknown-action": { status: 400, code: "InvalidAction" },
  "malformed": { status: 400, code: "MalformedInput" },
};

/**
 * AWS Query: form-encoded requests, XML answers. STS.
 *
 * @param namespace The service's XML namespace.
 *
 * Reference: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryProtocol(namespace: string): Protocol {
  return {
    readInput: (request) => Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request.body))),
    renderResult(action, result): HttpReply {
      const requestId = randomUUID();
      const body =
        `<${action}Response xmlns="${namespace}"><${action}Result>${xml(result)}</${action}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
      return reply(200, body, requestId, {});
    },
    renderFailure(failure): HttpReply {
      const { status, code } = faultFacts(failure, FAULTS);
      const requestId = randomUUID();
      const error = { Type: status >= 500 ? "Receiver" : "Sender", Code: code, Message: failure.message };
      const body = `<ErrorResponse xmlns="${namespace}"><Error>${xml(error)}</Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`;
      return reply(status, body, requestId, failure.headers);
    },
    codeOf: (failure) => faultFacts(failure, FAULTS).code,
  };
}

function reply(
  status: number,
  body: string,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): HttpReply {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId, ...headers }, body };
}

function xml(value: ResultValue): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escapeXml(value);
  if (typeof value === "number") return String(value);
  // STS gives whole seconds: 2026-01-31T12:00:00Z.
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, "Z");
  if (isList(value)) return value.map((member) => `<member>${xml(member)}</member>`).join("");
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
    .join("");
}

function isList(value: ResultValue): value is readonly ResultValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(
    '"',
    "&quot;",
  );
}
