import { randomUUID } from "node:crypto";
import type { HttpReply, HttpRequest } from "../http/loopback_server.ts";
import type { Route } from "./service.ts";
import { readJsonInput } from "./json_input.ts";
import {
  type CommonFault,
  faultFacts,
  type Input,
  type Protocol,
  type Result,
  type SpecificFault,
} from "./wire.ts";

/** Only the last three can happen: no modelled service of this protocol takes a signature. */
const FAULTS: Readonly<Record<CommonFault, SpecificFault>> = {
  "missing-token": { status: 403, code: "MissingAuthenticationTokenException" },
  "incomplete-signature": { status: 403, code: "IncompleteSignatureException" },
  "unknown-key": { status: 403, code: "UnrecognizedClientException" },
  "expired-token": { status: 403, code: "ExpiredTokenException" },
  "bad-signature": { status: 403, code: "InvalidSignatureException" },
  "denied": { status: 403, code: "AccessDeniedException" },
  "throttled": { status: 429, code: "TooManyRequestsException" },
  "unknown-action": { status: 404, code: "UnknownOperationException" },
  "malformed": { status: 400, code: "InvalidRequestException" },
};

/**
 * AWS REST JSON 1: parameters in the query and in a JSON body, errors told by `x-amzn-errortype`.
 *
 * @param errorBody What a service writes into the body of an error, which is not the same in any two.
 *
 * Reference: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJsonProtocol(errorBody: (code: string, message: string) => Result): Protocol {
  return {
    readInput: (request) => ({ ...Object.fromEntries(queryOf(request)), ...readBody(request) }),
    // An action without a result has no body either.
    renderResult: (_action, result) => reply(200, Object.keys(result).length === 0 ? undefined : result, {}),
    renderFailure(failure): HttpReply {
      const { status, code } = faultFacts(failure, FAULTS);
      return reply(status, errorBody(code, failure.message), {
        "x-amzn-errortype": code,
        ...failure.headers,
      });
    },
    codeOf: (failure) => faultFacts(failure, FAULTS).code,
  };
}

/** Routes by method and path: `{"POST /token": "CreateToken"}`. */
export function restRoutes(
  actions: Readonly<Record<string, string>>,
): (request: HttpRequest) => Route | undefined {
  return (request) => {
    const target = `${request.method} ${request.target.split("?")[0]}`;
    const action = Object.hasOwn(actions, target) ? actions[target] : undefined;
    return action === undefined ? undefined : { action, target };
  };
}

function queryOf(request: HttpRequest): URLSearchParams {
  return new URL(request.target, "http://any").searchParams;
}

function readBody(request: HttpRequest): Input {
  return request.body.byteLength === 0 ? {} : readJsonInput(request);
}

function reply(
  status: number,
  body: Result | undefined,
  headers: Readonly<Record<string, string>>,
): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": randomUUID(), ...headers },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}
