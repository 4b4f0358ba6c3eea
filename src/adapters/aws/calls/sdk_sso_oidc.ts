import type {
  $Command,
  CreateTokenCommandInput,
  CreateTokenCommandOutput,
  ServiceInputTypes,
  ServiceOutputTypes,
  SSOOIDCClientResolvedConfig,
} from "@aws-sdk/client-sso-oidc";
import { AwsError } from "../../../domain/errors/errors.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";
import { Secret } from "../../../domain/secret.ts";
import { ACCOUNT_SCOPE, REGISTERED_REDIRECT_URI } from "../../../domain/sso/login_page.ts";
import type { SsoRegistration, SsoTokens } from "../../../domain/sso/sso_session.ts";
import type {
  DeviceAuthorization,
  SsoAnswer,
  SsoGrant,
  SsoLoginWay,
  SsoOidc,
  SsoOptions,
} from "../../../ports/sso.ts";
import { readFault } from "../transport/aws_fault.ts";
import { awsWords } from "../errors/aws_words.ts";
import { type AwsCall, invalidResponse } from "../errors/error_mapping.ts";
import { serviceEndpoint } from "../endpoints/service_endpoint.ts";
import { secondsOf, textOf } from "./answer_fields.ts";
import { type AwsAdapterOptions, runServiceCall } from "./run_call.ts";

/** Creates the command of a call, with the package that is loaded for the first one. */
type CreateCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = (
  oidc: typeof import("../clients/sso_oidc.ts"),
) => $Command<Input, Output, SSOOIDCClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>;

/** Reference: RFC 8628 section 3.4, and the API reference of CreateToken. */
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const CODE_GRANT = "authorization_code";
const REFRESH_GRANT = "refresh_token";

/** The default for a missing or invalid interval. Reference: RFC 8628, section 3.2. */
const DEFAULT_INTERVAL_SECONDS = 5;
const MAX_INTERVAL_SECONDS = 60;
const DEFAULT_DEVICE_LIFE_SECONDS = 600;

/** The meaning of AWS codes for a grant; all others are failures. Reference: the API reference of CreateToken. */
const ANSWERS: ReadonlyMap<string, "pending" | "slow-down" | "denied" | "expired" | "invalid"> = new Map([
  ["AuthorizationPendingException", "pending"],
  ["SlowDownException", "slow-down"],
  ["AccessDeniedException", "denied"],
  ["ExpiredTokenException", "expired"],
  ["InvalidGrantException", "invalid"],
  ["InvalidClientException", "invalid"],
  ["UnauthorizedClientException", "invalid"],
]);

/** The login service of IAM Identity Center in the requested region, through the AWS SDK. */
export class SdkSsoOidc implements SsoOidc {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  async register(way: SsoLoginWay, options: SsoOptions): Promise<SsoRegistration> {
    const call = about("register with IAM Identity Center");
    const answer = await this.#call(call, options, ({ RegisterClientCommand }) =>
      new RegisterClientCommand({
        // Shown to the user on the consent page.
        clientName: "atmos-ecr",
        clientType: "public",
        scopes: [ACCOUNT_SCOPE],
        ...(way.kind === "device" ? { grantTypes: [DEVICE_GRANT, REFRESH_GRANT] } : {
          grantTypes: [CODE_GRANT, REFRESH_GRANT],
          redirectUris: [REGISTERED_REDIRECT_URI],
          issuerUrl: way.startUrl,
        }),
      }));
    const clientId = textOf(answer.clientId);
    const clientSecret = textOf(answer.clientSecret);
    // A time, in seconds since 1970; zero is none.
    const expiry = secondsOf(answer.clientSecretExpiresAt);
    if (clientId === undefined || clientSecret === undefined) {
      throw invalidResponse(call, "the AWS response is invalid: it contains no client");
    }
    return {
      clientId,
      clientSecret: new Secret(clientSecret),
      ...(expiry === undefined ? {} : { expiresAt: new Date(expiry * 1000) }),
    };
  }

  async startDevice(
    { clientId, clientSecret }: SsoRegistration,
    startUrl: string,
    options: SsoOptions,
  ): Promise<DeviceAuthorization> {
    const call = about("start a login at", [clientSecret], startUrl);
    const answer = await this.#call(
      call,
      options,
      ({ StartDeviceAuthorizationCommand }) =>
        new StartDeviceAuthorizationCommand({ clientId, clientSecret: clientSecret.expose(), startUrl }),
    );
    const deviceCode = textOf(answer.deviceCode);
    const userCode = textOf(answer.userCode);
    const page = textOf(answer.verificationUri);
    const completePage = textOf(answer.verificationUriComplete);
    const interval = secondsOf(answer.interval);
    if (deviceCode === undefined || userCode === undefined || page === undefined) {
      throw invalidResponse(call, "the AWS response is invalid: it contains no code or no page");
    }
    return {
      deviceCode: new Secret(deviceCode),
      userCode,
      page,
      ...(completePage === undefined ? {} : { completePage }),
      expiresInSeconds: secondsOf(answer.expiresIn) ?? DEFAULT_DEVICE_LIFE_SECONDS,
      intervalSeconds: Math.min(interval ?? DEFAULT_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS),
    };
  }

  async createToken(
    { clientId, clientSecret }: SsoRegistration,
    grant: SsoGrant,
    options: SsoOptions,
  ): Promise<SsoAnswer> {
    const { fields, secrets: own } = grantInput(grant);
    const secrets = [clientSecret, ...own];
    const call = about("get an access token of IAM Identity Center", secrets);
    const input = { clientId, clientSecret: clientSecret.expose(), ...fields };
    try {
      const answer = await this.#call(
        call,
        options,
        ({ CreateTokenCommand }) => new CreateTokenCommand(input),
      );
      return { kind: "tokens", tokens: this.#tokens(answer, call) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const fault = readFault(error.cause);
      const kind = ANSWERS.get(fault.name);
      if (kind === undefined) throw error;
      return kind === "pending" || kind === "slow-down"
        ? { kind }
        : { kind: "refused", reason: kind, words: awsWords(fault, secrets), error };
    }
  }

  authorizePage(options: Omit<SsoOptions, "signal">): string {
    const { url } = serviceEndpoint("sso-oidc", options, this.#options);
    const base = url ?? `https://oidc.${options.region}.${partitionOfRegion(options.region)?.suffix}/`;
    return `${base.replace(/\/$/, "")}/authorize`;
  }

  #tokens(answer: CreateTokenCommandOutput, call: AwsCall): SsoTokens {
    const accessToken = textOf(answer.accessToken);
    const expiresIn = secondsOf(answer.expiresIn);
    const refreshToken = textOf(answer.refreshToken);
    if (accessToken === undefined || expiresIn === undefined) {
      throw invalidResponse(
        call,
        "the AWS response is invalid: it contains no token, or one without an expiry time",
      );
    }
    return {
      accessToken: new Secret(accessToken),
      expiresAt: new Date(this.#options.clock().getTime() + expiresIn * 1000),
      ...(refreshToken === undefined ? {} : { refreshToken: new Secret(refreshToken) }),
    };
  }

  async #call<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    call: AwsCall,
    options: SsoOptions,
    create: CreateCommand<Input, Output>,
  ): Promise<Output> {
    const sent = { ...call, service: "sso-oidc", options } as const;
    return await runServiceCall(sent, this.#options, async (config) => {
      const oidc = await import("../clients/sso_oidc.ts");
      return await new oidc.SSOOIDCClient(config).send(create(oidc));
    });
  }
}

function about(action: string, secrets: readonly Secret[] = [], subject?: string): AwsCall {
  return {
    action,
    subject,
    deniedHint: "Check the provider's start_url and region, then log in again",
    secrets,
  };
}

/** What a grant adds to a request, and its secrets. */
function grantInput(grant: SsoGrant): {
  readonly fields: Omit<CreateTokenCommandInput, "clientId" | "clientSecret">;
  readonly secrets: readonly Secret[];
} {
  switch (grant.kind) {
    case "device": {
      const { deviceCode } = grant;
      return { fields: { grantType: DEVICE_GRANT, deviceCode: deviceCode.expose() }, secrets: [deviceCode] };
    }
    case "code": {
      const { code, redirectUri, verifier } = grant;
      const proof = { code: code.expose(), redirectUri, codeVerifier: verifier.expose() };
      return { fields: { grantType: CODE_GRANT, ...proof }, secrets: [code, verifier] };
    }
    case "refresh": {
      const { refreshToken } = grant;
      const fields = { grantType: REFRESH_GRANT, refreshToken: refreshToken.expose() };
      return { fields, secrets: [refreshToken] };
    }
  }
}
