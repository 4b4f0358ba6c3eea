import { ok } from "node:assert/strict";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { AwsError, type AwsErrorCode } from "../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { type SessionPlace, sessionPlace } from "../../../src/domain/identity/session_place.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { partitionInfo } from "../../../src/domain/registry/partitions.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import type { CallerIdentities } from "../../../src/ports/aws.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

export const NOW = new Date("2026-01-01T00:00:00Z");
export const DEV = "arn:aws:iam::222233334444:role/dev";
export const FAR = "arn:aws:iam::333344445555:role/far";
export const HOST = parseRegistry("222233334444.dkr.ecr.eu-west-1.amazonaws.com");
export const CONTEXT = { deadline: new PatientDeadline(), realm: "acme", partition: partitionInfo("aws") };

export const AUTH = authConfig({
  identities: {
    me: { kind: "aws/user", credentials: { access_key_id: "AKIAME", secret_access_key: "secret" } },
    dev: { kind: "aws/assume-role", via: { identity: "me" }, principal: { assume_role: DEV } },
    far: { kind: "aws/assume-role", via: { identity: "dev" }, principal: { assume_role: FAR } },
    env: { kind: "aws/ambient" },
    "from-env": { kind: "aws/assume-role", via: { identity: "env" }, principal: { assume_role: DEV } },
  } satisfies Record<string, Plain>,
});

export function minutes(count: number): Date {
  return new Date(NOW.getTime() + count * 60_000);
}

export function placeOf(identity: string): SessionPlace {
  const chain = resolveChain(AUTH, "far");
  const found = chain.identities.find(({ name }) => name === identity);
  ok(found !== undefined);
  return sessionPlace(chain, found, "acme");
}

/** One process: what it requests, and what it stores. */
export class Process {
  readonly sts = new MemorySecurityTokenService(() => NOW);
  readonly tokens = new MemoryEcrTokens();
  readonly authenticator: Authenticator;
  readonly issuer: TokenIssuer;

  constructor(
    sessions: MemoryIdentitySessions,
    callers?: CallerIdentities,
    over: Parameters<typeof memoryIdentityPorts>[0] = {},
  ) {
    this.sts.roles.set(DEV, {}).set(FAR, {});
    const ambient = new MemoryAmbientCredentials({
      accessKeyId: "AKIAENV",
      secretAccessKey: new Secret("secret"),
    });
    const clock = (): Date => NOW;
    const steps = createIdentitySteps(memoryIdentityPorts({ sts: this.sts, ambient, clock, ...over }));
    this.authenticator = new Authenticator(steps, {
      sessions,
      clock,
      ...(callers === undefined ? {} : { callers }),
    });
    this.issuer = new TokenIssuer(this.authenticator, ambient, this.tokens);
  }

  take(identity: string): Promise<AwsCredentials> {
    return this.authenticator.credentials(resolveChain(AUTH, identity), CONTEXT);
  }

  get asked(): string[] {
    return this.sts.calls.map(({ action, subject }) => `${action} ${subject.split("/").at(-1)}`);
  }
}

export function refusal(code: AwsErrorCode, keysRefused: boolean): AwsError {
  return new AwsError(code, "Cannot: AWS refused", { keysRefused });
}
