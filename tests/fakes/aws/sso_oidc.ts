/**
 * AWS SSO-OIDC: clients, device codes and the browser's part of the code grant. `CreateToken` has a file of its own.
 *
 * Reference: https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/
 *
 * @module
 */
import type { HttpReply } from "../http/loopback_server.ts";
import { restJsonProtocol, restRoutes } from "./rest_json_protocol.ts";
import type { FakeService, UnsignedCall } from "./service.ts";
import { authorize } from "./sso_authorize.ts";
import { GRANT_TYPES } from "./sso_clients.ts";
import { createToken } from "./sso_create_token.ts";
import { oauthError, oidcFailure } from "./sso_oidc_failure.ts";
import { ACCOUNT_ACCESS } from "./identity_center.ts";
import { AwsFailure, type Input, type Protocol, type Result } from "./wire.ts";

const REST_JSON = restJsonProtocol((code, message) => ({
  error: oauthError(code),
  error_description: message,
}));

/** `Authorize` is for browsers: a redirect or a page, where the others answer in JSON. */
const PROTOCOL: Protocol = {
  ...REST_JSON,
  renderResult(action, result): HttpReply {
    if (action !== "Authorize") return REST_JSON.renderResult(action, result);
    const { location } = result;
    if (typeof location === "string") return { status: 302, headers: { location }, body: "" };
    const body = "<!doctype html><title>Allow access?</title>";
    return { status: 200, headers: { "content-type": "text/html" }, body };
  },
};

/** The fake of AWS SSO-OIDC. */
export const SSO_OIDC: FakeService = {
  name: "sso-oidc",
  signingName: "sso-oauth",
  protocol: PROTOCOL,
  route: restRoutes({
    "POST /client/register": "RegisterClient",
    "POST /device_authorization": "StartDeviceAuthorization",
    "POST /token": "CreateToken",
    "GET /authorize": "Authorize",
  }),
  unsigned: {
    RegisterClient: registerClient,
    StartDeviceAuthorization: startDeviceAuthorization,
    CreateToken: createToken,
    Authorize: authorize,
  },
  handle(): never {
    throw new AwsFailure("unknown-action", "No action of SSO-OIDC that is modelled takes a signature");
  },
};

function registerClient({ input, now, state }: UnsignedCall): Result {
  if (typeof input["clientName"] !== "string" || typeof input["clientType"] !== "string") {
    throw oidcFailure("InvalidRequestException", "Invalid request: clientName and clientType are required");
  }
  if (input["clientType"] !== "public") {
    throw oidcFailure("InvalidClientMetadataException", "Invalid client type");
  }
  const grantTypes = texts(input, "grantTypes") ?? [GRANT_TYPES.device, GRANT_TYPES.refresh];
  const known: readonly string[] = Object.values(GRANT_TYPES);
  if (!grantTypes.every((type) => known.includes(type))) {
    throw oidcFailure("UnsupportedGrantTypeException", "Unsupported grant type");
  }
  const scopes = texts(input, "scopes") ?? [];
  if (!scopes.every((scope) => scope === ACCOUNT_ACCESS)) {
    throw oidcFailure("InvalidScopeException", "Invalid scope");
  }
  const { redirectUris, issuerUrl } = codeGrantFacts(input, state.identityCenters, grantTypes);
  const client = state.identityCenters.clients.register({ grantTypes, scopes, redirectUris, issuerUrl }, now);
  return {
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    clientIdIssuedAt: Math.floor(client.issuedAt / 1000),
    clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
  };
}

/** What only the code grant needs: where it may lead back to, and whose portal asks the person. */
function codeGrantFacts(
  input: Input,
  centers: UnsignedCall["state"]["identityCenters"],
  grantTypes: readonly string[],
): { readonly redirectUris: readonly string[]; readonly issuerUrl: string | undefined } {
  const redirectUris = texts(input, "redirectUris") ?? [];
  const center = centers.findByStartUrl(input["issuerUrl"]);
  if (grantTypes.includes(GRANT_TYPES.code)) {
    const isLoopback = (uri: string): boolean => /^http:\/\/127\.0\.0\.1(:\d+)?\/[^?#]*$/.test(uri);
    if (redirectUris.length === 0 || !redirectUris.every(isLoopback)) {
      throw oidcFailure("InvalidRedirectUriException", "Invalid redirect URI");
    }
    if (center === undefined) throw oidcFailure("InvalidRequestException", "Invalid issuer URL provided");
  }
  return { redirectUris, issuerUrl: center?.startUrl };
}

function startDeviceAuthorization({ input, now, state }: UnsignedCall): Result {
  const { clients } = state.identityCenters;
  const client = clients.demand(input["clientId"], input["clientSecret"], now);
  const center = state.identityCenters.findByStartUrl(input["startUrl"]);
  if (center === undefined) throw oidcFailure("InvalidRequestException", "Invalid start URL provided");
  if (!client.grantTypes.includes(GRANT_TYPES.device)) {
    throw oidcFailure("UnauthorizedClientException", "The client did not register for device codes");
  }
  const { deviceCode, userCode } = center.startDevice(client.clientId, now);
  const verificationUri = `${center.startUrl.replace(/[/#]+$/, "")}/#/device`;
  return {
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
    expiresIn: center.deviceCodeLifeSeconds,
    interval: center.intervalSeconds,
    ...center.deviceAnswer,
  };
}

function texts(input: Input, name: string): readonly string[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw oidcFailure("InvalidRequestException", `Invalid request: ${name} is no list of strings`);
}
