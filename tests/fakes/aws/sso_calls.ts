/**
 * Raw requests to the fake's SSO services, for tests of what stands on the wire.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import type { FakeAws } from "./fake_aws.ts";
import { GRANT_TYPES } from "./sso_clients.ts";

/** An answer of a REST JSON service. */
export interface WireAnswer {
  readonly status: number;
  /** `x-amzn-errortype`. */
  readonly code: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** POSTs JSON. */
export async function post(aws: FakeAws, path: string, input: unknown): Promise<WireAnswer> {
  return await answerOf(await fetch(aws.url + path, { method: "POST", body: JSON.stringify(input) }));
}

/** A call to the portal with an access token. */
export async function portal(
  aws: FakeAws,
  path: string,
  options: { readonly accessToken: string; readonly method?: string },
): Promise<WireAnswer> {
  const headers = { "x-amz-sso_bearer_token": options.accessToken };
  return await answerOf(await fetch(aws.url + path, { method: options.method ?? "GET", headers }));
}

/** The two members that identify a client in every request. */
export interface ClientKeys {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A client that registered for device codes, or for what `input` says. */
export async function register(
  aws: FakeAws,
  input: Readonly<Record<string, unknown>> = {},
): Promise<ClientKeys> {
  const { body } = await post(aws, "/client/register", {
    clientName: "test",
    clientType: "public",
    grantTypes: [GRANT_TYPES.device, GRANT_TYPES.refresh],
    scopes: ["sso:account:access"],
    ...input,
  });
  return { clientId: String(body["clientId"]), clientSecret: String(body["clientSecret"]) };
}

/** A registered client with a device code that nobody has polled yet. */
export async function startDevice(
  aws: FakeAws,
  startUrl: string,
): Promise<{ readonly client: ClientKeys; readonly answer: WireAnswer; poll(): Promise<WireAnswer> }> {
  const client = await register(aws);
  const answer = await post(aws, "/device_authorization", { ...client, startUrl });
  const { deviceCode } = answer.body;
  const poll = (): Promise<WireAnswer> =>
    post(aws, "/token", { ...client, grantType: GRANT_TYPES.device, deviceCode });
  return { client, answer, poll };
}

/** A registered client of the code grant, and what its browser and its token request say. */
export async function startCode(aws: FakeAws, issuerUrl: string): Promise<{
  readonly client: ClientKeys;
  /** The address for the browser, with changes. */
  authorizeUrl(changes?: Readonly<Record<string, string>>): string;
  /** `CreateToken`, with changes. */
  redeem(code: string, changes?: Readonly<Record<string, string>>): Promise<WireAnswer>;
}> {
  const client = await register(aws, {
    grantTypes: [GRANT_TYPES.code, GRANT_TYPES.refresh],
    redirectUris: ["http://127.0.0.1/oauth/callback"],
    issuerUrl,
  });
  const codeVerifier = randomBytes(32).toString("base64url");
  const redirectUri = "http://127.0.0.1:49152/oauth/callback";
  const parameters = {
    response_type: "code",
    client_id: client.clientId,
    redirect_uri: redirectUri,
    state: "state-1",
    scopes: "sso:account:access",
    code_challenge_method: "S256",
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
  };
  return {
    client,
    authorizeUrl: (changes = {}) =>
      `${aws.url}/authorize?${new URLSearchParams({ ...parameters, ...changes })}`,
    redeem: (code, changes = {}) =>
      post(aws, "/token", {
        ...client,
        grantType: GRANT_TYPES.code,
        code,
        redirectUri,
        codeVerifier,
        ...changes,
      }),
  };
}

/** Opens an address as a browser that follows nothing. @returns The page's status, and where it leads. */
export async function browse(
  url: string,
): Promise<{ readonly status: number; readonly location: URL | undefined }> {
  const response = await fetch(url, { redirect: "manual" });
  await response.body?.cancel();
  const location = response.headers.get("location");
  return { status: response.status, location: location === null ? undefined : new URL(location) };
}

async function answerOf(response: Response): Promise<WireAnswer> {
  const text = await response.text();
  const code = response.headers.get("x-amzn-errortype");
  return { status: response.status, code, body: text === "" ? {} : JSON.parse(text) };
}
