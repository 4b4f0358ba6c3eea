import assert from "node:assert/strict";
import type { FakeAws, Keys } from "./fake_aws.ts";
import type { ClientOptions, OutgoingRequest } from "./sdk_clients.ts";
import { sha256Hex } from "./sigv4.ts";

/** Milliseconds. */
export const MINUTE_MS = 60_000;

/** A request that is signed, and then perhaps tampered with. */
export interface Attempt {
  readonly keys: Keys;
  readonly options?: ClientOptions;
  /** Changes the request after it was signed. */
  readonly change?: (request: OutgoingRequest) => void;
}

/** One way to be refused. */
export interface Refusal {
  readonly criterion: string;
  /** Codes of the JSON services and of STS. */
  readonly ecr: string;
  readonly sts: string;
  readonly message: RegExp;
  readonly attempt: (aws: FakeAws) => Attempt;
}

const BAD_SIGNATURE = { ecr: "InvalidSignatureException", sts: "SignatureDoesNotMatch" };
const MISMATCH = { ...BAD_SIGNATURE, message: /^The request signature we calculated does not match/ };
const UNKNOWN = {
  ecr: "UnrecognizedClientException",
  sts: "InvalidClientTokenId",
  message: /^The security token included in the request is invalid\.$/,
};
const INCOMPLETE = { ecr: "IncompleteSignatureException", sts: "IncompleteSignature" };

/** Every way to be refused before a service is asked, one for each check of the signature. */
export const REFUSALS: readonly Refusal[] = [
  {
    criterion: "a wrong secret",
    ...MISMATCH,
    attempt: (aws) => ({ keys: { ...newUser(aws), secretAccessKey: newUser(aws).secretAccessKey } }),
  },
  {
    criterion: "an altered body",
    ...MISMATCH,
    attempt: (aws) => ({ keys: newUser(aws), change: (request) => void (request.body += "&X=1") }),
  },
  {
    criterion: "an altered body under an altered hash",
    ...MISMATCH,
    attempt: (aws) => ({
      keys: newUser(aws),
      change: (request) => {
        request.body += "&X=1";
        request.headers["x-amz-content-sha256"] = sha256Hex(request.body);
      },
    }),
  },
  {
    criterion: "an altered signed header",
    ...MISMATCH,
    attempt: (aws) => ({
      keys: newUser(aws),
      change: (request) => void (request.headers["x-amz-user-agent"] = "someone else"),
    }),
  },
  {
    criterion: "a scope that claims another region",
    ...MISMATCH,
    attempt: (aws) => ({ keys: newUser(aws), change: scoped("/us-east-1/", "/eu-west-1/") }),
  },
  {
    criterion: "a region that does not exist",
    ...BAD_SIGNATURE,
    message: /^Credential should be scoped to a valid region, not 'us-moon-1'/,
    attempt: (aws) => ({ keys: newUser(aws), options: { region: "us-moon-1" } }),
  },
  {
    criterion: "a scope of another service",
    ...BAD_SIGNATURE,
    message: /^Credential should be scoped to correct service: '(ecr|sts)'/,
    attempt: (aws) => ({ keys: newUser(aws), change: scoped(/\/(ecr|sts)\//, "/s3/") }),
  },
  {
    criterion: "a scope of another day",
    ...BAD_SIGNATURE,
    message: /^Date in Credential scope does not match/,
    attempt: (aws) => ({ keys: newUser(aws), change: scoped(/\/\d{8}\//, "/20150830/") }),
  },
  {
    criterion: "a request signed 16 minutes ago",
    ...BAD_SIGNATURE,
    message: /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
    attempt: (aws) => ahead(aws, 16 * MINUTE_MS),
  },
  {
    criterion: "a request signed 16 minutes too early",
    ...BAD_SIGNATURE,
    message:
      /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 15 min\.\)$/,
    attempt: (aws) => ahead(aws, -16 * MINUTE_MS),
  },
  {
    criterion: "an unknown access key",
    ...UNKNOWN,
    attempt: (aws) => ({ keys: { ...newUser(aws), accessKeyId: "AKIAIOSFODNN7EXAMPLE" } }),
  },
  { criterion: "a revoked access key", ...UNKNOWN, attempt: (aws) => revoked(aws, newUser(aws)) },
  {
    criterion: "keys of another partition",
    ...UNKNOWN,
    attempt: (aws) => {
      aws.account("444455556666", { partition: "aws-cn" });
      return { keys: aws.user({ account: "444455556666", name: "ci" }) };
    },
  },
  {
    criterion: "session keys without their token",
    ...UNKNOWN,
    attempt: (aws) => {
      const { sessionToken: _sessionToken, ...keys } = newSession(aws);
      return { keys };
    },
  },
  {
    criterion: "session keys with the token of another session",
    ...UNKNOWN,
    attempt: (aws) => ({ keys: { ...newSession(aws), ...tokenOf(newSession(aws)) } }),
  },
  {
    criterion: "long-lived keys with a session token",
    ...UNKNOWN,
    attempt: (aws) => ({ keys: { ...newUser(aws), ...tokenOf(newSession(aws)) } }),
  },
  {
    criterion: "a session token that was exchanged after signing",
    ...UNKNOWN,
    attempt: (aws) => ({
      keys: newSession(aws),
      change: (request) =>
        void (request.headers["x-amz-security-token"] = newSession(aws).sessionToken ?? ""),
    }),
  },
  {
    criterion: "an expired session",
    ecr: "ExpiredTokenException",
    sts: "ExpiredToken",
    message: /^The security token included in the request is expired$/,
    attempt: (aws) => {
      const keys = newSession(aws);
      assert.equal(aws.expire(keys.accessKeyId), 1);
      return { keys };
    },
  },
  {
    criterion: "an x-amz- header that is not signed",
    ...INCOMPLETE,
    message: /^'x-amz-meta' must be a 'SignedHeader'/,
    attempt: (aws) => ({
      keys: newUser(aws),
      change: (request) => void (request.headers["x-amz-meta"] = "1"),
    }),
  },
  {
    criterion: "a host that is not signed",
    ...INCOMPLETE,
    message: /^'host' must be a 'SignedHeader'/,
    attempt: (aws) => ({ keys: newUser(aws), change: scoped(";host;", ";") }),
  },
  {
    criterion: "an Authorization header of another scheme",
    ...INCOMPLETE,
    message: /^Authorization header requires/,
    attempt: (aws) => ({
      keys: newUser(aws),
      change: (request) => void (request.headers["authorization"] = "Bearer 1"),
    }),
  },
  {
    criterion: "a request without Authorization",
    ecr: "MissingAuthenticationTokenException",
    sts: "MissingAuthenticationToken",
    message: /^Request is missing Authentication Token$/,
    attempt: (aws) => ({
      keys: newUser(aws),
      change: (request) => void delete request.headers["authorization"],
    }),
  },
];

function newUser(aws: FakeAws): Keys {
  return aws.user({ account: "111122223333", name: "ci" });
}

function newSession(aws: FakeAws): Keys {
  return aws.session(aws.role({ account: "111122223333", name: "pull", trusts: [] }), { name: "test" });
}

function tokenOf(keys: Keys): { sessionToken: string } {
  return { sessionToken: keys.sessionToken ?? "" };
}

function revoked(aws: FakeAws, keys: Keys): Attempt {
  assert.equal(aws.revoke(keys.accessKeyId), 1);
  return { keys };
}

/** A request to a server whose clock is ahead by that much. */
export function ahead(aws: FakeAws, offsetMs: number): Attempt {
  aws.clockOffsetMs = offsetMs;
  return { keys: newUser(aws) };
}

function scoped(from: string | RegExp, to: string): (request: OutgoingRequest) => void {
  return ({ headers }) => {
    headers["authorization"] = (headers["authorization"] ?? "").replace(from, to);
  };
}
