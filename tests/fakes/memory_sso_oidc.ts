import { AwsError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SsoRegistration, SsoTokens } from "../../src/domain/sso/sso_session.ts";
import type {
  DeviceAuthorization,
  SsoAnswer,
  SsoGrant,
  SsoLoginWay,
  SsoOidc,
  SsoOptions,
} from "../../src/ports/sso.ts";
import { untilEnded } from "./until_ended.ts";

/** One call: `register device`, `startDevice`, `createToken refresh`. */
export type OidcCall = string;

/** The login service of IAM Identity Center in memory, with the person who uses it. */
export class MemorySsoOidc implements SsoOidc {
  /** Every call, in order. */
  readonly calls: OidcCall[] = [];
  /** The start URLs that are known. */
  readonly startUrls: Set<string>;
  /** What the person does in the browser. */
  person: "approves" | "denies" | "waits" = "approves";
  /** What is answered to the next grants instead of deciding about them. */
  readonly scripted: SsoAnswer[] = [];
  /** Replaces parts of each device authorization. */
  device: Partial<DeviceAuthorization> = {};
  /** Seconds that an access token lives. */
  tokenLifeSeconds = 3600;
  /** Whether a refresh brings a new refresh token, and ends the old one. */
  rotates = true;
  /** Whether the device codes that were given out have ended. */
  expired = false;
  /** Set to answer a call with an error; undefined lets it through. */
  failure: ((call: OidcCall) => AwsError | undefined) | undefined;
  /** Set to answer nothing until the signal ends the call. */
  hanging = false;
  /** Refresh tokens that are good. */
  readonly refreshTokens = new Set<string>();
  readonly #now: () => Date;
  #issued = 0;

  constructor(startUrls: readonly string[], now: () => Date = () => new Date()) {
    this.startUrls = new Set(startUrls);
    this.#now = now;
  }

  async register(way: SsoLoginWay, options: SsoOptions): Promise<SsoRegistration> {
    await this.#begin(`register ${way.kind}`, options);
    if (way.kind === "browser") this.#requireStartUrl(way.startUrl);
    const expiresAt = new Date(this.#now().getTime() + 90 * 24 * 3_600_000);
    return { clientId: `client-${way.kind}`, clientSecret: new Secret("client-secret"), expiresAt };
  }

  async startDevice(
    _registration: SsoRegistration,
    startUrl: string,
    options: SsoOptions,
  ): Promise<DeviceAuthorization> {
    await this.#begin("startDevice", options);
    this.#requireStartUrl(startUrl);
    return {
      deviceCode: new Secret("device-code"),
      userCode: "ABCD-EFGH",
      page: `${startUrl}/#/device`,
      completePage: `${startUrl}/#/device?user_code=ABCD-EFGH`,
      expiresInSeconds: 600,
      intervalSeconds: 1,
      ...this.device,
    };
  }

  async createToken(
    _registration: SsoRegistration,
    grant: SsoGrant,
    options: SsoOptions,
  ): Promise<SsoAnswer> {
    await this.#begin(`createToken ${grant.kind}`, options);
    return this.scripted.shift() ?? this.#decide(grant);
  }

  authorizePage({ region }: Omit<SsoOptions, "signal">): string {
    return `https://oidc.${region}.amazonaws.com/authorize`;
  }

  /** What the login page leads the person's browser back to; undefined for a page with a device code. */
  browse(url: string): URL | undefined {
    const parameters = new URL(url).searchParams;
    const redirectUri = parameters.get("redirect_uri");
    if (redirectUri === null) return undefined;
    const back = new URL(redirectUri);
    if (this.person === "approves") {
      back.searchParams.set("code", `code for ${back.origin} ${parameters.get("code_challenge")}`);
    } else back.searchParams.set("error", "access_denied");
    back.searchParams.set("state", parameters.get("state") ?? "");
    return back;
  }

  #decide(grant: SsoGrant): SsoAnswer {
    switch (grant.kind) {
      case "device":
        if (this.expired) return refused("expired");
        if (this.person === "waits") return { kind: "pending" };
        return this.person === "denies" ? refused("denied") : { kind: "tokens", tokens: this.#issue() };
      case "code":
        return grant.code.expose().startsWith(`code for ${new URL(grant.redirectUri).origin} `)
          ? { kind: "tokens", tokens: this.#issue() }
          : refused("invalid");
      case "refresh": {
        const token = grant.refreshToken.expose();
        if (!this.refreshTokens.has(token)) return refused("invalid");
        if (this.rotates) this.refreshTokens.delete(token);
        const { refreshToken, ...tokens } = this.#issue();
        return {
          kind: "tokens",
          tokens: this.rotates && refreshToken !== undefined ? { ...tokens, refreshToken } : tokens,
        };
      }
    }
  }

  #issue(): SsoTokens {
    const number = ++this.#issued;
    this.refreshTokens.add(`refresh-${number}`);
    return {
      accessToken: new Secret(`access-${number}`),
      expiresAt: new Date(this.#now().getTime() + this.tokenLifeSeconds * 1000),
      refreshToken: new Secret(`refresh-${number}`),
    };
  }

  #requireStartUrl(startUrl: string): void {
    if (this.startUrls.has(startUrl)) return;
    throw new AwsError("AWS_REJECTED", `Cannot start a login at "${startUrl}": AWS rejected the request`);
  }

  async #begin(call: OidcCall, { signal }: SsoOptions): Promise<void> {
    await untilEnded(signal, { hanging: false });
    this.calls.push(call);
    await untilEnded(signal, this);
    const failure = this.failure?.(call);
    if (failure !== undefined) throw failure;
  }
}

/** A refusal, as AWS words it. */
export function refused(reason: "denied" | "expired" | "invalid"): SsoAnswer {
  const words = {
    denied: "AccessDeniedException: The person denied the request",
    expired: "ExpiredTokenException: Device code has expired",
    invalid: "InvalidGrantException: Invalid grant",
  }[reason];
  return {
    kind: "refused",
    reason,
    words,
    error: new AwsError("AWS_REJECTED", `Cannot get an access token: AWS denied access (${words})`),
  };
}
