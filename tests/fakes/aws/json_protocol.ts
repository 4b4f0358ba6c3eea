import { randomUUID } from "node:crypto";
import type { HttpReply } from "../http/loopback_server.ts";
import { readJsonInput } from "./json_input.ts";
import { type CommonFault, faultFacts, type Protocol, type SpecificFault } from "./wire.ts";

/**
 * The failures of AWS JSON services. All are 400: so ECR answers, whatever "Common Error Types" says of 403.
 *
 * Reference: status codes in reports such as upmc-enterprises/registry-creds#24 and aws/aws-sdk-php#1114.
 */
const FAULTS: Readonly<Record<CommonFault, SpecificFault>> = {
  "missing-token": { status: 400, code: "MissingAuthenticationTokenException" },
  "incomplete-signature": { status: 400, code: "IncompleteSignatureException" },
  "unknown-key": { status: 400, code: "UnrecognizedClientException" },
  "expired-token": { status: 400, code: "ExpiredTokenException" },
  "bad-signature": { status: 400, code: "InvalidSignatureException" },
  "denied": { status: 400, code: "AccessDeniedException" },
  "throttled": { status: 400, code: "ThrottlingException" },
  "unknown-action": { status: 400, code: "UnknownOperationException" },
  "malformed": { status: 400, code: "SerializationException" },
};

/**
 * AWS JSON 1.1: ECR and ECR Public.
 *
 * Reference: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const JSON_PROTOCOL: Protocol = {
  readInput: readJsonInput,
  // Dates must have become epoch seconds before: JSON.stringify would write them as ISO strings.
  renderResult: (_action, result) => reply(200, result, {}),
  renderFailure(failure): HttpReply {
    const { status, code } = faultFacts(failure, FAULTS);
    return reply(status, { __type: code, message: failure.message }, {
      "x-amzn-errortype": code,
      ...failure.headers,
    });
  },
  codeOf: (failure) => faultFacts(failure, FAULTS).code,
};

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>>): HttpReply {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID(), ...headers },
    body: JSON.stringify(body),
  };
}
