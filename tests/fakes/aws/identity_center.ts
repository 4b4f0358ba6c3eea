import { randomBytes } from "node:crypto";
import type { DeviceAnswer, IssuedSession, Override, TokenAnswer } from "./identity_center_answers.ts";
import type { Principals, Role } from "./principals.ts";
import { SsoCodes } from "./sso_codes.ts";
import { type ClientFacts, GRANT_TYPES, type SsoClients } from "./sso_clients.ts";
import { type Decision, type Device, SsoDevices } from "./sso_devices.ts";
import { SsoSessions, type Tokens } from "./sso_sessions.ts";

/** Which instance of IAM Identity Center to make. */
export interface IdentityCenterOptions {
  /** `https://acme.awsapps.com/start`. */
  readonly startUrl: string;
  /** @default {"us-east-1"} */
  readonly region?: string;
  /** The person who signs in: the session name of their roles. @default {"alice@example.com"} */
  readonly user?: string;
}

/** An account as the portal shows it. */
export interface SsoAccount {
  readonly id: string;
  readonly name: string;
}

/** One permission set that the person has in one account. */
export interface Assignment {
  readonly account: SsoAccount;
  readonly roleName: string;
  readonly role: Role;
  /** Life of its credentials. */
  readonly lifeSeconds: number;
}

/** What an instance shares with its server. */
export interface IdentityCenterContext {
  readonly principals: Principals;
  readonly clients: SsoClients;
  now(): number;
}

/** What the fake's clients ask for, and all that SSO-OIDC gives to those that only read accounts. */
export const ACCOUNT_ACCESS = "sso:account:access";

/** One instance of IAM Identity Center, the one person who uses it, and what goes wrong between them. */
export class IdentityCenter {
  readonly startUrl: string;
  readonly region: string;
  readonly user: string;
  /** What the person does when asked for access, in the browser or by a device code. @default {"approves"} */
  person: "approves" | "denies" | "waits" = "approves";
  /** How many polls of a device code are answered as pending before the person does that. @default {0} */
  pendingPolls = 0;
  /** Seconds between two polls. AWS sends whole seconds; tests that really wait may set less. @default {1} */
  intervalSeconds = 1;
  /** Life of a device code. @default {600} */
  deviceCodeLifeSeconds = 600;
  /** Life of an access token. @default {3600} */
  accessTokenLifeSeconds = 3600;
  /** How long a sign-in can be refreshed. @default {28800} */
  sessionLifeSeconds = 8 * 3600;
  /** Whether a refresh spends its token and gives another, or gives none. @default {true} */
  rotatesRefreshTokens = true;
  /** How many accounts or roles a page of the portal holds at most. @default {2} */
  pageSize = 2;
  /** Replaces members of each `StartDeviceAuthorization` answer: hostile addresses and codes, odd numbers. */
  deviceAnswer: Override<DeviceAnswer> = {};
  /** Replaces members of each `CreateToken` answer. */
  tokenAnswer: Override<TokenAnswer> = {};
  readonly devices: SsoDevices = new SsoDevices();
  readonly codes: SsoCodes = new SsoCodes();
  readonly sessions: SsoSessions = new SsoSessions();
  readonly #context: IdentityCenterContext;
  readonly #assignments: Assignment[] = [];

  /** Use `FakeAws.identityCenter`. */
  constructor(options: IdentityCenterOptions, context: IdentityCenterContext) {
    this.startUrl = options.startUrl;
    this.region = options.region ?? "us-east-1";
    this.user = options.user ?? "alice@example.com";
    this.#context = context;
  }

  /** Gives the person a permission set in an account. @returns Its role there, for trusts, denials and revocation. */
  assign(account: SsoAccount, roleName: string, options: { readonly lifeSeconds?: number } = {}): Role {
    const suffix = randomBytes(8).toString("hex");
    const lifeSeconds = options.lifeSeconds ?? 3600;
    const role = this.#context.principals.addRole({
      account: account.id,
      name: `aws-reserved/sso.amazonaws.com/${this.region}/AWSReservedSSO_${roleName}_${suffix}`,
      trusts: [],
    });
    this.#assignments.push({ account, roleName, role, lifeSeconds });
    return role;
  }

  /** Takes a permission set away. */
  unassign(accountId: string, roleName: string): void {
    const index = this.#assignments.findIndex((each) =>
      each.account.id === accountId && each.roleName === roleName
    );
    if (index < 0) throw new Error(`${this.user} has no ${roleName} in ${accountId}`);
    this.#assignments.splice(index, 1);
  }

  get assignments(): readonly Assignment[] {
    return this.#assignments;
  }

  /** The user codes that wait for the person. */
  get userCodes(): readonly string[] {
    return this.devices.undecided;
  }

  /** The person allows one user code, or all that wait. @returns How many. */
  approve(userCode?: string): number {
    return this.devices.decide("approved", userCode);
  }

  /** The person refuses one user code, or all that wait. @returns How many. */
  deny(userCode?: string): number {
    return this.devices.decide("denied", userCode);
  }

  /** @returns How many. */
  expireDeviceCodes(): number {
    return this.devices.expireAll();
  }

  /** Refreshes with any token of now fail. @returns How many. */
  revokeRefreshTokens(): number {
    return this.sessions.revokeRefreshTokens();
  }

  /** As an administrator who ends all sessions; refresh tokens live on. @returns How many. */
  revokeAccessTokens(): number {
    return this.sessions.revokeAccessTokens();
  }

  /** @returns How many. */
  expireAccessTokens(): number {
    return this.sessions.expireAccessTokens(this.#context.now());
  }

  /** Registers a client and signs the person in, without a request. */
  issueSession(options: { readonly lifeSeconds?: number } = {}): IssuedSession {
    const now = this.#context.now();
    const client = this.#context.clients.register({
      grantTypes: [GRANT_TYPES.device, GRANT_TYPES.refresh],
      scopes: [ACCOUNT_ACCESS],
      redirectUris: [],
      issuerUrl: undefined,
    }, now);
    const lifeSeconds = options.lifeSeconds ?? this.accessTokenLifeSeconds;
    const facts = {
      clientId: client.clientId,
      endsAt: now + this.sessionLifeSeconds * 1000,
      mayRefresh: true,
    };
    const tokens = this.sessions.open(facts, now + lifeSeconds * 1000);
    return {
      accessToken: tokens.accessToken,
      expiresAt: new Date(tokens.expiresAt),
      region: this.region,
      startUrl: this.startUrl,
      refreshToken: tokens.refreshToken ?? "",
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      registrationExpiresAt: new Date(client.expiresAt),
    };
  }

  /** For SSO-OIDC: a new device code. */
  startDevice(clientId: string, now: number): Device {
    const expiresAt = now + this.deviceCodeLifeSeconds * 1000;
    return this.devices.start({ clientId, expiresAt, intervalMs: this.intervalSeconds * 1000 });
  }

  /** For SSO-OIDC: what the person has decided by themselves after that many pending polls. */
  decisionAfter(pendingPolls: number): Decision | undefined {
    if (this.person === "waits" || pendingPolls < this.pendingPolls) return undefined;
    return this.person === "approves" ? "approved" : "denied";
  }

  /** For SSO-OIDC: signs the person in through a client. */
  openSession(client: ClientFacts & { readonly clientId: string }, now: number): Tokens {
    return this.sessions.open({
      clientId: client.clientId,
      endsAt: now + this.sessionLifeSeconds * 1000,
      mayRefresh: client.grantTypes.includes(GRANT_TYPES.refresh) && client.scopes.length > 0,
    }, now + this.accessTokenLifeSeconds * 1000);
  }
}
