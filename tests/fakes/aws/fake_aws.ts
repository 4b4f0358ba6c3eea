/**
 * A fake AWS on loopback. What it does is written down in `fake_aws.md`.
 *
 * @module
 */
import { type LoopbackServer, startLoopbackServer } from "../http/loopback_server.ts";
import { ECR } from "./ecr.ts";
import { ECR_PUBLIC } from "./ecr_public.ts";
import { Faults } from "./faults.ts";
import { FrontDoor, type RecordedRequest } from "./front_door.ts";
import type { IdentityCenter, IdentityCenterOptions } from "./identity_center.ts";
import { IdentityCenters } from "./identity_centers.ts";
import { MfaDevices } from "./mfa_devices.ts";
import type { Partition } from "./partitions.ts";
import { type PasswordClaims, PasswordMint } from "./passwords.ts";
import { type Credential, Principals, type Role, type RoleOptions } from "./principals.ts";
import type { FakeService, FakeState } from "./service.ts";
import { SSO_OIDC } from "./sso_oidc.ts";
import { SSO_PORTAL } from "./sso_portal.ts";
import { STS } from "./sts.ts";
import { OidcProviders, type TokenIssuer } from "./web_identities.ts";

/** The services that a server has when none are named. */
const DEFAULT_SERVICES: readonly FakeService[] = [ECR, ECR_PUBLIC, STS, SSO_OIDC, SSO_PORTAL];

/** How to start. */
export interface FakeAwsOptions {
  /** @default {DEFAULT_SERVICES} */
  readonly services?: readonly FakeService[];
}

/** Keys to sign with, in the shape that the SDKs take, and whom they stand for. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly arn: string;
}

/** Keys of a user who has an MFA device. */
export interface MfaKeys extends Keys {
  /** `SerialNumber` of the device. */
  readonly mfaArn: string;
  /** A code that is good now, and once. Every call gives another; `000000` is never good. */
  mfaCode(): string;
}

/** What a registry should do with a password. */
export type PasswordVerdict = "accepted" | "denied" | "expired" | "unknown";

/** Starts a fake AWS. Use it with `await using`. */
export async function startFakeAws(options: FakeAwsOptions = {}): Promise<FakeAws> {
  const aws = new FakeAws(options.services ?? DEFAULT_SERVICES);
  await aws.start();
  return aws;
}

/** A running fake AWS with its controls. */
export class FakeAws implements AsyncDisposable {
  /** What goes wrong, and when. */
  readonly faults: Faults = new Faults();
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  clockOffsetMs = 0;
  readonly #principals = new Principals();
  readonly #state: FakeState = {
    principals: this.#principals,
    passwords: new PasswordMint(),
    identityCenters: new IdentityCenters(this.#principals, () => this.now()),
    mfaDevices: new MfaDevices(),
    oidcProviders: new OidcProviders(),
    samlProviders: new Map(),
    tokenLifeSeconds: 12 * 3600,
    now: () => this.now(),
  };
  readonly #frontDoor: FrontDoor;
  #server: LoopbackServer | undefined;

  /** Not running yet: use {@linkcode startFakeAws}. */
  constructor(services: readonly FakeService[]) {
    this.#frontDoor = new FrontDoor({ services, state: this.#state, faults: this.faults });
  }

  /** Called by {@linkcode startFakeAws}. */
  async start(): Promise<void> {
    this.#server = await startLoopbackServer((exchange) => this.#frontDoor.serve(exchange));
  }

  /** `http://127.0.0.1:PORT`. */
  get url(): string {
    if (this.#server === undefined) throw new Error("The fake AWS is not running");
    return this.#server.url;
  }

  /** Every request so far, in order of arrival. */
  get requests(): readonly RecordedRequest[] {
    return this.#frontDoor.requests;
  }

  /** How many requests for an action arrived, answered or not. */
  count(service: string, action?: string): number {
    return this.requests
      .filter((request) => request.service === service && (action === undefined || request.action === action))
      .length;
  }

  /** The variables that lead the AWS SDKs here, with the keys when given. */
  environment(keys?: Keys): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_EC2_METADATA_DISABLED: "true",
      ...(keys === undefined ? {} : {
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
      }),
    };
  }

  /** The server's clock, milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  /** Life of registry passwords that are issued from now on, in seconds. @default {43200} */
  get tokenLifeSeconds(): number {
    return this.#state.tokenLifeSeconds;
  }

  set tokenLifeSeconds(seconds: number) {
    this.#state.tokenLifeSeconds = seconds;
  }

  /** Puts an account into a partition other than `aws`. Call it before the account gets users and roles. */
  account(id: string, options: { readonly partition: Partition }): void {
    this.#principals.setPartition(id, options.partition);
  }

  /** Makes a user with one access key, and an MFA device when asked. */
  user(options: { readonly account: string; readonly name: string; readonly mfa: true }): MfaKeys;
  user(options: { readonly account: string; readonly name: string }): Keys;
  user(options: { readonly account: string; readonly name: string; readonly mfa?: true }): Keys {
    const keys = keysOf(this.#principals.addUser(options.account, options.name));
    return options.mfa === undefined ? keys : this.#withMfa(keys);
  }

  /** Makes a role. Nobody may assume it whom `trusts` does not name. */
  role(options: RoleOptions): Role {
    return this.#principals.addRole(options);
  }

  /** Session credentials of a role, without a request: what SSO or instance metadata would have handed out. */
  session(role: Role, options: { readonly name: string; readonly lifeSeconds?: number }): Keys {
    const { principals } = this.#state;
    const expiresAt = this.now() + (options.lifeSeconds ?? 3600) * 1000;
    return keysOf(
      principals.issueSession(principals.roleSession(role, options.name), {
        origin: "AssumeRole",
        expiresAt,
      }),
    );
  }

  /** Session credentials of a user, without a request: what GetSessionToken would have handed out, with a code where it wants one. */
  userSession({ accessKeyId }: Keys): Keys {
    const { principals } = this.#state;
    const principal = principals.findCredential(accessKeyId)?.principal;
    if (principal === undefined) throw new RangeError("No user has this access key");
    return keysOf(
      principals.issueSession(principal, { origin: "GetSessionToken", expiresAt: this.now() + 3_600_000 }),
    );
  }

  /** The tags of a session that STS has opened. */
  sessionTags(accessKeyId: string): Readonly<Record<string, string>> {
    return this.#principals.findCredential(accessKeyId)?.tags ?? {};
  }

  /** Makes a SAML provider of IAM. @param options.publicKey PEM. @returns Its ARN. */
  samlProvider(
    options: { readonly account: string; readonly name: string; readonly publicKey: string },
  ): string {
    const { account, name, publicKey } = options;
    const arn = `arn:${this.#principals.partitionOf(account)}:iam::${account}:saml-provider/${name}`;
    this.#state.samlProviders.set(arn, { arn, publicKey });
    return arn;
  }

  /** Registers an OIDC issuer in an account's IAM. @returns The provider's ARN, for `trusts` of a role. */
  oidcProvider(options: {
    readonly account: string;
    readonly issuer: TokenIssuer;
    readonly audiences: readonly string[];
  }): string {
    const { account, issuer, audiences } = options;
    const partition = this.#principals.partitionOf(account);
    const arn = `arn:${partition}:iam::${account}:oidc-provider/${issuer.url.replace(/^https:\/\//, "")}`;
    this.#state.oidcProviders.add(account, { arn, issuer, audiences });
    return arn;
  }

  /** Gives an account the centralized root access that `AssumeRoot` needs over others. */
  organization(options: { readonly management: string; readonly members: readonly string[] }): void {
    this.#principals.addOrganization(options.management, options.members);
  }

  /** Makes an instance of IAM Identity Center, with the person who signs in to it. */
  identityCenter(options: IdentityCenterOptions): IdentityCenter {
    return this.#state.identityCenters.add(options);
  }

  /** Ends every client registration at SSO-OIDC now. @returns How many. */
  expireSsoClients(): number {
    return this.#state.identityCenters.clients.expireAll(this.now());
  }

  /** Takes an action (`ecr:GetAuthorizationToken`) from a user, a role or a session, by ARN. */
  deny(arn: string, action: string): void {
    this.#principals.deny(arn, action);
  }

  /** Undoes {@linkcode deny}. */
  allow(arn: string, action: string): void {
    this.#principals.allow(arn, action);
  }

  /** Lets `reader`, an ARN or an account ID, use the registry of an account that is not its own. */
  shareRegistry(options: { readonly account: string; readonly reader: string }): void {
    this.#principals.shareRegistry(options.account, options.reader);
  }

  /** Deletes keys: those of an access key ID, or all of a principal or role by ARN. @returns How many. */
  revoke(target: string): number {
    return this.#principals.revoke(target);
  }

  /** Ends temporary credentials now, chosen as by {@linkcode revoke}. @returns How many. */
  expire(target: string): number {
    return this.#principals.expire(target, this.now());
  }

  /** What a password was made for; `undefined` for one that this server did not make. */
  describePassword(password: string): PasswordClaims | undefined {
    return this.#state.passwords.describe(password);
  }

  /** Whether a registry should take a password: made here, for its region, not expired, by someone whom it lets in. */
  checkPassword(
    password: string,
    registry: { readonly account: string; readonly region: string },
  ): PasswordVerdict {
    const claims = this.describePassword(password);
    if (claims === undefined || claims.service !== "ecr" || claims.region !== registry.region) {
      return "unknown";
    }
    if (claims.expiresAt <= this.now()) return "expired";
    const principal = {
      account: claims.callerAccount,
      arn: claims.principal,
      ...(claims.role === undefined ? {} : { roleArn: claims.role }),
    };
    return this.#principals.mayUseRegistry(principal, registry.account) ? "accepted" : "denied";
  }

  /** Aborts what is under way. Afterwards no socket, timer or operation is left. */
  async close(): Promise<void> {
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #withMfa(keys: Keys): MfaKeys {
    const { mfaDevices } = this.#state;
    const mfaArn = keys.arn.replace(":user/", ":mfa/");
    mfaDevices.add(mfaArn, keys.arn);
    return { ...keys, mfaArn, mfaCode: () => mfaDevices.issueCode(mfaArn, this.now()) };
  }
}

function keysOf(credential: Credential): Keys {
  const { accessKeyId, secretAccessKey, sessionToken, principal } = credential;
  return {
    accessKeyId,
    secretAccessKey,
    arn: principal.arn,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
