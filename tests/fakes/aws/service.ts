/**
 * What a fake AWS service is: one file each, plugged into the table that {@linkcode startFakeAws} is given.
 *
 * @module
 */
import type { SamlProvider } from "./saml_providers.ts";
import type { HttpRequest } from "../http/loopback_server.ts";
import type { Caller } from "./authentication.ts";
import type { IdentityCenters } from "./identity_centers.ts";
import type { MfaDevices } from "./mfa_devices.ts";
import type { PasswordMint } from "./passwords.ts";
import type { Principals } from "./principals.ts";
import type { OidcProviders } from "./web_identities.ts";
import { AwsFailure, type Input, type Protocol, type Result } from "./wire.ts";

/** What all services share. */
export interface FakeState {
  readonly principals: Principals;
  readonly passwords: PasswordMint;
  readonly identityCenters: IdentityCenters;
  readonly mfaDevices: MfaDevices;
  readonly oidcProviders: OidcProviders;
  /** By ARN. */
  readonly samlProviders: Map<string, SamlProvider>;
  /** Life of registry passwords, in seconds. */
  tokenLifeSeconds: number;
  /** The server's clock, milliseconds since the epoch. */
  now(): number;
}

/** One request to an action that is asked for without a signature, as signing in is. */
export interface UnsignedCall {
  readonly action: string;
  readonly input: Input;
  readonly request: HttpRequest;
  /** When it arrived, by the server's clock, milliseconds since the epoch. */
  readonly now: number;
  readonly state: FakeState;
}

/** One request that passed authentication. */
export interface Call extends UnsignedCall {
  readonly caller: Caller;
}

/** A request that a service takes for its own. */
export interface Route {
  readonly action: string;
  /** `X-Amz-Target`, the form's `Action`, or method and path: what names the action on the wire. */
  readonly target: string;
}

/** A fake AWS service. */
export interface FakeService {
  /** The name in records, faults and counts: `ecr`, `ecr-public`, `sts`, `sso-oidc`, `sso`. */
  readonly name: string;
  /** The name in credential scopes. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** `undefined` for a request to some other service. */
  route(request: HttpRequest): Route | undefined;
  /** The actions that take no signature, by name. */
  readonly unsigned?: Readonly<Record<string, (call: UnsignedCall) => Result>>;
  /** Answers the signed actions. @throws {AwsFailure} For an error of AWS. */
  handle(call: Call): Result;
}

/** A refusal in the words of IAM. */
export function notAuthorized(principal: string, action: string, resource: string, reason = ""): string {
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}${
    reason && ` ${reason}`
  }`;
}

/** @throws {AwsFailure} When the caller's policies do not allow the action. */
export function demandPermission(call: Call, action: string, resource = "*"): void {
  const { principal } = call.caller.credential;
  // The policy of a privileged root session allows its one task and nothing that is modelled here.
  const kind = principal.kind === "root-session" ? "session" : "identity-based";
  if (kind === "identity-based" && call.state.principals.mayDo(principal, action)) return;
  const reason = `because no ${kind} policy allows the ${action} action`;
  throw new AwsFailure("denied", notAuthorized(principal.arn, action, resource, reason));
}
